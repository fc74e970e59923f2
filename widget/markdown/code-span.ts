/**
 * Finds the first run of so many backticks behind a place. The places have to come in order: so a long row of runs without
 * partners is read once, and not again for each of them.
 */
export function runsOfTicks(text: string, begin: number): (length: number, from: number) => number | undefined {
  const places = new Map<number, number[]>()
  for (const { 0: run, index } of text.slice(begin).matchAll(/`+/g)) {
    const others = places.get(run.length)
    if (others) others.push(begin + index)
    else places.set(run.length, [begin + index])
  }
  for (const all of places.values()) all.reverse()
  return (length, from) => {
    const left = places.get(length) ?? []
    while ((left.at(-1) ?? from) < from) left.pop()
    return left.at(-1)
  }
}

/** One blank at either end makes room for a backtick. */
export const withoutPadding = (content: string): string =>
  content.startsWith(' ') && content.endsWith(' ') && /[^ ]/.test(content) ? content.slice(1, -1) : content
