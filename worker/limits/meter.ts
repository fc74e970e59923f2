/** One limit of a site or a visitor, with what is used and reserved of it. Pure. */
import type { Budget, BudgetLimit, BudgetStep } from '../../protocol/schemas/budget.ts'
import type { Amount, Limits, SharedLimit } from './limits.ts'

/** The length of a day such as `2026-11-30`. */
const DAY_CHARACTERS = 10
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
/** When there is plenty, a lease is for this many turns, but for no more than this share of what is left. */
const MOST_TURNS = 8
const SHARE = 1 / 20

export interface Meter<Limit extends SharedLimit = SharedLimit> {
  limit: Limit
  unit: keyof Amount
  most: number
  used: number
  reserved: number
  /** `2026-11-30` or `2026-11`. */
  period: string
  resetsAt: number
}

interface Against extends Pick<Meter, 'period' | 'resetsAt'> {
  used: Amount
  reserved: Amount
}

export const meter = <Limit extends SharedLimit>(
  limit: Limit,
  most: number,
  unit: keyof Amount,
  { period, resetsAt, used, reserved }: Against,
): Meter<Limit> => ({ limit, most, unit, period, resetsAt, used: used[unit], reserved: reserved[unit] })

export const isSet = ({ most }: Meter): boolean => most > 0

/** How many turns a lease may be for: at least one. */
export function turnsWithin(meters: readonly Meter[], need: Amount, share: number): number {
  const room = meters.flatMap(({ unit, most, used, reserved }) =>
    need[unit] > 0 ? [((most * share - used - reserved) * SHARE) / need[unit]] : [],
  )
  return Math.max(1, Math.min(MOST_TURNS, Math.floor(Math.min(...room))))
}

export const isPast = (meters: readonly Meter[], percent: number): boolean =>
  meters.some(({ most, used, reserved }) => (used + reserved) * 100 >= most * percent)

export function stepOf(site: readonly Meter[], { warnAt, cheaperAt, cheaperModel }: Limits): BudgetStep {
  if (site.some(({ used, most }) => used >= most)) return 'closed'
  if (cheaperModel !== '' && isPast(site, cheaperAt)) return 'cheaper'
  return isPast(site, warnAt) ? 'warned' : 'open'
}

export const budgetOf = ({ period, resetsAt, ...same }: Meter<BudgetLimit>): Budget => ({
  ...same,
  period: period.length === DAY_CHARACTERS ? 'day' : 'month',
  resetsAt: new Date(resetsAt).toISOString(),
})

/** Whole numbers, like costs. A tiny limit is rounded up to 1, because 0 would mean no limit. */
export const microUsd = (usd: number): number => (usd > 0 ? Math.max(1, Math.round(usd * 1_000_000)) : 0)
/** Of a visitor's digest, which begins with its day. */
export const dayOf = (visitor: string): string => visitor.slice(0, DAY_CHARACTERS)
export const monthOf = (day: string): string => day.slice(0, 7)
export const dayEnd = (day: string): number => Date.parse(day) + DAY_MILLISECONDS
export function monthEnd(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}
