/**
 * Finds the next run of this many backticks after a position. Positions must be passed in order, so that a long row of runs
 * without partners is read once, and not again for each of them.
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

/** One space at either end makes room for a backtick. */
export const withoutPadding = (content: string): string =>
  content.startsWith(' ') && content.endsWith(' ') && /[^ ]/.test(content) ? content.slice(1, -1) : content
