import { USAGE } from '../../protocol/api/owner.ts'
import { Failure } from '../../protocol/failure.ts'
import type { Budgets } from '../../protocol/schemas/budget.ts'
import { answer, type Routes } from '../http/routes.ts'
import { Query } from '../http/query.ts'
import type { TranscriptSearches } from '../transcripts/transcript-search.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
import { limitsOf } from '../limits/limits.ts'
import type { Sites } from '../sites/read-site.ts'
import { utcDay } from '../base/utc-day.ts'

export interface UsageDependencies {
  sites: Sites
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
}

const DAYS = 366
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

export function usageRoutes({ sites, ledgers, transcriptSearches }: UsageDependencies): Routes<typeof USAGE> {
  return {
    /** `from` and `to` are both required, and span at most 366 days. */
    async readUsage({ site, request }) {
      const { from, before } = new Query(request).days('from', 'to')
      if (from === null) throw new Failure('invalid_body', { param: 'from' })
      if (before === null || before - from > DAYS * DAY_MILLISECONDS) {
        throw new Failure('invalid_body', { param: 'to', detail: `${DAYS} days at most` })
      }
      await sites.read(site)
      const [first, last] = [utcDay(from), utcDay(before - DAY_MILLISECONDS)]
      const [days, feedback, refused] = await Promise.all([
        ledgers(site).days(first, last),
        transcriptSearches(site).feedback(first, last),
        ledgers(site).refused(first, last),
      ])
      return answer(USAGE.readUsage, { days, feedback, refused })
    },

    async readBudgets({ site: name }) {
      const site = await sites.read(name)
      const limits = limitsOf(site)
      const none: Budgets = { budgets: [], step: 'open' }
      const { budgets, step } = limits ? await ledgers(name).budgets(limits) : none
      const isAnswered = step === 'closed' && site.fallbackMessage !== ''
      return answer(USAGE.readBudgets, { budgets, step: isAnswered ? 'fallback' : step })
    },
  }
}
