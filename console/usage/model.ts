/** The usage of a site in a range of days and in the same number of days before, and its current budgets. */
import type { SiteUsage } from '../../protocol/schemas/site-usage.ts'
import type { Refusal } from '../api/ask.ts'
import { loaded, type Loaded } from '../api/loaded.ts'
import { ask } from '../shell/sign-in.ts'
import { readBudgets, type BudgetsSeen } from './budgets.ts'
import { periodBefore, type Range } from './day-range.ts'

export interface Looked {
  range: Range
  now: SiteUsage
  before: SiteUsage
  budgets: BudgetsSeen | Refusal
}

export interface UsageOfSite {
  looked: Loaded<Looked>
  look(range: Range): Promise<void>
}

export function usageOf(site: string): UsageOfSite {
  const looked = loaded<Looked>()
  const read = ({ from, to }: Pick<Range, 'from' | 'to'>, signal: AbortSignal): Promise<SiteUsage> =>
    ask('readUsage', { site, query: { from, to }, signal })
  return {
    looked,
    look: (range) =>
      looked.load(async (signal) => {
        const [budgets, now, before] = await Promise.all([
          // First: the ledger answers requests one by one, and this one fast.
          readBudgets(site, signal),
          read(range, signal),
          read(periodBefore(range), signal),
        ])
        return { range, now, before, budgets }
      }),
  }
}
