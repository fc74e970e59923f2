/**
 * The part of a language tag that `Intl` accepts: all of it, or as much of its beginning as possible. Chromium reports
 * `en-US@posix` if the machine's locale is C or POSIX, and `Intl` throws for that.
 *
 * @returns undefined if even the first part is not a language.
 */
export function knownTag(tag: string): string | undefined {
  for (let part = tag; part !== ''; part = part.replace(/(?<![^a-z0-9])[^a-z0-9]*(?<![a-z0-9])[a-z0-9]*$/i, '')) {
    if (isTag(part)) return part
    if (!/[^a-z0-9]/i.test(part)) return undefined
  }
  return undefined
}

/** How the reader's region writes `language`: the first of their preferred tags in that language, or else `language`. */
export function regionalTag(language: string, wishes: readonly string[]): string {
  const wish = wishes.map(knownTag).find((known) => known && languageOf(known) === languageOf(language))
  return wish ?? knownTag(language) ?? 'en'
}

const languageOf = (tag: string): string | undefined => tag.toLowerCase().split('-')[0]

function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length > 0
  } catch {
    return false
  }
}
