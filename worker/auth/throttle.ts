import { Failure } from '../../protocol/failure.ts'
import { errorText, type Log } from '../base/log.ts'
import { networkOf } from '../base/network.ts'
import { addressOf } from '../http/caller.ts'

/** Whether somebody may go on: who asks too often may not. */
type Counter = (key: string) => Promise<boolean>

export interface Throttles {
  byAddress: Counter
  bySession: Counter
}

/**
 * What Cloudflare counts for us, in each of its places: how often a minute, wrangler.toml says. Where it fails nobody is
 * refused, since no limit depends on it; the log says so once while this Worker stays in memory.
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

/** The count begins anew after so long. */
const PERIOD_SECONDS = 60

/**
 * The first shield: who asks faster than people do is refused before anything is read or written. It is approximate, and no
 * limit depends on it.
 *
 * @param session null before there is one.
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
