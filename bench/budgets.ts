/** The byte budgets, each written once. `bench/size.ts` checks them at every change, and the report prints the same ones. */

/** In bytes of `gzip -9`; 1 kB is 1000 bytes. */
export const BYTE_BUDGETS = {
  /** Loads with the page, before anybody touches the chat. */
  loader: 3_000,
  /** Everything until a visitor can type. */
  usable: 26_000,
  /** Everything until the first Markdown answer is on the screen. */
  answered: 50_000,
  /** The reader of formulas. Nearly all of it is Temml, so this shows when a release has grown. */
  formulas: 63_000,
  /** Everything that is deployed as the Worker. */
  worker: 200_000,
} as const

export type Verdict = 'fits' | 'nearly full' | 'over'

/** Percent of a budget. From here on the next change may not fit, so it is time to decide what to do. */
const NEARLY_FULL_PERCENT = 98

export function verdict(bytes: number, budget: number): Verdict {
  if (bytes > budget) return 'over'
  return bytes * 100 >= budget * NEARLY_FULL_PERCENT ? 'nearly full' : 'fits'
}
