/** Two people, or two tabs, edit one draft: their changes are merged, setting by setting. */
import type { Entry, Written } from './form/written.ts'

export interface Merged {
  written: Written
  /** Settings that both have changed, to different values. `written` has the values of `mine`. */
  both: readonly string[]
}

/** @param base what both started from. */
export function merged(base: Written, mine: Written, theirs: Written): Merged {
  const written: Record<string, Entry> = { ...mine }
  const both: string[] = []
  for (const [name, their] of Object.entries(theirs)) {
    if (isSame(their, base[name]) || isSame(their, mine[name])) continue
    if (isSame(mine[name], base[name])) written[name] = their
    else both.push(name)
  }
  return { written, both }
}

const isSame = (one: Entry | undefined, other: Entry | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
