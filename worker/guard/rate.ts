import { Failure } from '../../protocol/failure.ts'
import { networkOf } from '../owner/network.ts'
import { addressOf } from './caller.ts'

/** What Cloudflare counts for us, in each of its places: how often a minute, wrangler.toml says. */
export interface Rates {
  byAddress: RateLimit
  bySession: RateLimit
}

/** The count begins anew after so long. */
const PERIOD_SECONDS = 60

/**
 * The first shield: who asks faster than people do is refused before anything is read or written. It is approximate, and no
 * limit depends on it.
 *
 * @param session null before there is one.
 * @throws Failure `rate_limited`.
 */
export async function requireCalm(request: Request, session: string | null, rates: Rates): Promise<void> {
  const address = addressOf(request)
  const counts = await Promise.all([
    address === null || rates.byAddress.limit({ key: networkOf(address) }),
    session === null || rates.bySession.limit({ key: session }),
  ])
  const isTooFast = counts.some((count) => count !== true && !count.success)
  if (isTooFast) throw new Failure('rate_limited', { retryAfterSeconds: PERIOD_SECONDS })
}
