import { networkOf } from '../base/network.ts'
import { limitsOf } from '../limits/limits.ts'
import { utcDay } from '../base/utc-day.ts'
import { addressOf } from '../http/caller.ts'
import type { Tokens } from './token.ts'
import type { Visitor } from './visitor.ts'

/**
 * Who asks, as far as limits count visitors: the UTC day, a space, and a digest of day, site and network (without one, the
 * session). Made with the Worker's key, so that nobody who reads the ledger finds an address by trying them all. Undefined
 * where nobody is counted.
 */
export async function visitorOfDay(
  request: Request,
  { claims, site }: Visitor,
  tokens: Tokens,
): Promise<string | undefined> {
  if (!limitsOf(site)) return undefined
  const day = utcDay(Date.now())
  const address = addressOf(request)
  const who = address === null ? `session ${claims.session}` : `network ${networkOf(address)}`
  return `${day} ${await tokens.digest(`visitor ${day} ${claims.site} ${who}`)}`
}
