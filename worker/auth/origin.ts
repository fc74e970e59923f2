import { Failure } from '../../protocol/failure.ts'
import { allows } from '../../protocol/origin.ts'
import type { Site } from '../../protocol/site.ts'

/**
 * Lets a request through whose `Origin` is one of the site's, letter for letter or below a wildcard; none is allowed by
 * default. What is returned is a whole origin, never a wildcard: it is what a browser is told and what a token is bound to.
 *
 * Every browser sends `Origin` with a cross-origin request and with every POST, and none with a GET to its own origin,
 * which it says in a header that no page can set (W3C Fetch Metadata §2.4). A request without either is refused too.
 *
 * @throws Failure `origin_not_allowed`.
 */
export function requireOrigin({ allowedOrigins }: Pick<Site, 'allowedOrigins'>, request: Request): string {
  const origin = request.headers.get('origin') ?? ownOrigin(request)
  if (origin === null || !allows(allowedOrigins, origin)) {
    throw new Failure('origin_not_allowed', { detail: printable(origin) })
  }
  return origin
}

const ownOrigin = ({ url, headers }: Request): string | null =>
  headers.get('sec-fetch-site') === 'same-origin' ? new URL(url).origin : null

/** For the owner's log: what to add to allowedOrigins. */
function printable(origin: string | null): string {
  return origin === null ? 'no Origin header' : origin.slice(0, 200)
}
