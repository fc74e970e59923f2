import { Failure } from '../../protocol/failure.ts'
import { allows } from '../../protocol/origin.ts'
import type { Site } from '../../protocol/site.ts'

/**
 * Lets a request through if its `Origin` is one of the site's, letter for letter or below a wildcard; none is allowed by default.
 * Returns the exact origin, never a wildcard: it is sent to the browser, and the token is bound to it.
 *
 * Every browser sends `Origin` with a cross-origin request and with every POST. With a GET to its own origin it sends none, and
 * says so in a header that no page can set (W3C Fetch Metadata §2.4). A request without either is refused too.
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
