import { fetchModule } from '../api/fetch-module.ts'
import type { Tag, Words } from './words.ts'

/** The languages that the build found, and the version of their files: written in by the build. */
declare const WORDS_TAGS: readonly string[]
declare const WORDS_VERSION: string

/** The address of a module of words. @param name the language, and the part unless it is the first one. */
export const pathOf = (name: string): string => `./${name}-${WORDS_VERSION}.js`

/**
 * The first wish for an available language decides; otherwise it is English. The result is the tag of the words, not the
 * wish: the panel's words and its direction belong together, whatever the page around it speaks.
 */
export function chooseLocale(...wishes: readonly (string | undefined)[]): Tag {
  for (const wish of wishes) {
    const tag = spoken(wish ?? '')
    if (tag) return tag
  }
  return 'en'
}

export const loadWords = async (locale: Tag): Promise<Words> =>
  (await fetchModule<{ words: Words }>(pathOf(locale))).words

export const directionOf = (locale: Tag): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr')

/** By language alone, except Chinese: it has two scripts, and if the script is missing, the region decides. */
function spoken(wish: string): Tag | undefined {
  const [language = '', ...rest] = wish.toLowerCase().split(/[-_]/)
  if (language === 'pt') return 'pt-BR'
  if (language !== 'zh') return isTag(language) ? language : undefined
  return !rest.includes('hans') && rest.some((part) => /^(hant|tw|hk|mo)$/.test(part)) ? 'zh-TW' : 'zh-CN'
}

const isTag = (name: string): name is Tag => WORDS_TAGS.includes(name)
