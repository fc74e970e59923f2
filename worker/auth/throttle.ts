import { Failure } from '../../protocol/failure.ts'
import { errorText, type Log } from '../base/log.ts'
import { networkOf } from '../base/network.ts'
import { addressOf } from '../http/caller.ts'

/** Counts one request. False: the caller asks too often. */
type Counter = (key: string) => Promise<boolean>

export interface Throttles {
  byAddress: Counter
  bySession: Counter
}

/**
 * Cloudflare's counters, one in each of its locations; wrangler.toml has the rate per minute. If they fail nobody is refused,
 * because no limit depends on them; the log reports it once while this Worker stays in memory.
 */
export function counter(counts: RateLimit, log: Log): Counter {
  let isTold = false
  return async (key) => {
    try {
      return (await counts.limit({ key })).success
    } catch (error) {
      if (!isTold) log({ event: 'rate', detail: errorText(error) })
      isTold = true
      return true
    }
  }
}

/** The counter restarts after this. */
const PERIOD_SECONDS = 60

/**
 * The first line of defence: callers that ask faster than people do are refused before anything is read or written. It is
 * approximate, and no limit depends on it.
 *
 * @param session null before it exists.
 * @throws Failure `rate_limited`.
 */
export async function requireNotThrottled(
  request: Request,
  session: string | null,
  throttles: Throttles,
): Promise<void> {
  const address = addressOf(request)
  const areCalm = await Promise.all([
    address === null || throttles.byAddress(networkOf(address)),
    session === null || throttles.bySession(session),
  ])
  if (areCalm.includes(false)) throw new Failure('rate_limited', { retryAfterSeconds: PERIOD_SECONDS })
}
