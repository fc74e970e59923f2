/** The days to look at: the last so many, or from one to another. Days are those of the ledger: UTC, `2026-11-30`. */
export const MOST_DAYS = 366
export const USUAL_DAYS = [7, 30, 90, 365] as const
const FIRST_DAYS = 30
const WEEK = 7

export interface Range {
  /** Both inclusive. */
  from: string
  to: string
  /** The last so many days, which moves on with the date. Null for a custom range. */
  last: number | null
}

export type RangeProblem = 'incomplete' | 'backwards' | 'too_long'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** The UTC day of a time in milliseconds since 1970. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

const shifted = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY_MILLISECONDS)

export const lastDays = (last: number, today: string): Range => ({ from: shifted(today, 1 - last), to: today, last })

/** As in the address: `90`, or `2026-10-01_2026-10-31`. Anything else is the default range. */
export function readRange(text: string, today: string): Range {
  const last = USUAL_DAYS.find((days) => String(days) === text)
  if (last !== undefined) return lastDays(last, today)
  const [from = '', to = ''] = text.split('_')
  return rangeProblem(from, to) === null ? { from, to, last: null } : lastDays(FIRST_DAYS, today)
}

export const writeRange = ({ from, to, last }: Range): string => (last === null ? `${from}_${to}` : String(last))

export function rangeProblem(from: string, to: string): RangeProblem | null {
  if (!isDay(from) || !isDay(to)) return 'incomplete'
  if (from > to) return 'backwards'
  return length({ from, to }) > MOST_DAYS ? 'too_long' : null
}

/** `2026-02-30` is not a day. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text

/** In days. */
export const length = ({ from, to }: Pick<Range, 'from' | 'to'>): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS) + 1

export const daysOf = (range: Pick<Range, 'from' | 'to'>): string[] =>
  Array.from({ length: length(range) }, (_, index) => shifted(range.from, index))

/** Seven days each, with the remaining days at the beginning. */
export function weeksOf(days: readonly string[]): string[][] {
  const weeks: string[][] = []
  for (let end = days.length; end > 0; end -= WEEK) weeks.unshift(days.slice(Math.max(0, end - WEEK), end))
  return weeks
}

/** The same number of days, right before. */
export function periodBefore(range: Pick<Range, 'from' | 'to'>): Pick<Range, 'from' | 'to'> {
  return { from: shifted(range.from, -length(range)), to: shifted(range.from, -1) }
}
