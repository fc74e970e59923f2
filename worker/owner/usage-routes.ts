import { Failure } from '../../protocol/failure.ts'
import type { Budgets } from '../../protocol/schemas/budget.ts'
import type { SiteUsage } from '../../protocol/schemas/site-usage.ts'
import { Query } from '../http/query.ts'
import type { TranscriptSearches } from '../transcripts/transcript-search.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
import { limitsOf } from '../limits/limits.ts'
import type { Sites } from '../sites/read-site.ts'
import { utcDay } from '../base/utc-day.ts'

export interface UsagePartners {
  sites: Sites
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
}

const DAYS = 366
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

export function usageRoutes({ sites, ledgers, transcriptSearches }: UsagePartners) {
  return {
    /** `GET /sites/:site/usage?from=&to=`: both are asked for, and 366 days at most. */
    async read(site: string, request: Request): Promise<Response> {
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
      return Response.json({ days, feedback, refused } satisfies SiteUsage)
    },

    /** `GET /sites/:site/budgets` */
    async budgets(name: string): Promise<Response> {
      const site = await sites.read(name)
      const limits = limitsOf(site)
      const none: Budgets = { budgets: [], step: 'open' }
      const { budgets, step } = limits ? await ledgers(name).budgets(limits) : none
      const isAnswered = step === 'closed' && site.fallbackMessage !== ''
      return Response.json({ budgets, step: isAnswered ? 'fallback' : step } satisfies Budgets)
    },
  }
}
