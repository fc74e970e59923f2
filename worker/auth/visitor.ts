import { Failure } from '../../protocol/failure.ts'
import { isPreview, type Site } from '../../protocol/site.ts'
import { networkOf } from '../base/network.ts'
import { utcDay } from '../base/utc-day.ts'
import { addressOf } from '../http/caller.ts'
import { limitsOf } from '../limits/limits.ts'
import type { Sites } from '../sites/read-site.ts'
import type { Visit } from '../http/cors.ts'
import { requireOrigin } from './origin.ts'
import type { TokenClaims, Tokens } from './token.ts'

export interface Visitor {
  visit: Visit
  claims: TokenClaims
  site: Site
}

interface Dependencies {
  sites: Sites
  tokens: Tokens
  /** Another check for the holder of a genuine token. It runs while the site is read, so that it adds no wait. */
  beside?(claims: TokenClaims): Promise<void>
}

/**
 * Who asks, and on which site: the token is genuine, its site exists and allows the origin, and the token was made for it.
 *
 * @throws Failure `token_missing`, `token_invalid`, `token_expired`, `unknown_site`, `origin_not_allowed`; what `beside` throws.
 */
export async function requireVisitor(request: Request, visit: Visit, dependencies: Dependencies): Promise<Visitor> {
  const { sites, tokens, beside } = dependencies
  // Until the site is known from the token, any page must be able to read what is wrong with the token or the site.
  visit.readableBy = '*'
  const claims = await tokens.read(request)
  const passed = beside?.(claims)
  // A problem with the token or the site is reported first.
  passed?.catch(() => {})
  const site = await sites.read(claims.site)
  visit.readableBy = null
  visit.readableBy = requireOrigin(site, request)
  if (claims.origin !== visit.readableBy) throw new Failure('token_invalid', { detail: 'made for another origin' })
  // The token is from before the owner required proof. Its holder must prove their identity to open a new session.
  if (site.identity === 'required' && !claims.person && !isPreview(claims.site))
    throw new Failure('token_invalid', { detail: 'no proof of identity' })
  await passed
  return { visit, claims, site }
}

/**
 * Refuses questions on a site that its owner has paused.
 *
 * @throws Failure `site_paused`.
 */
export function requireNotPaused({ paused }: Pick<Site, 'paused'>): void {
  if (paused) throw new Failure('site_paused')
}

/**
 * Identifies a visitor for the limits: the UTC day, a space, and a digest of day, site and network (without a network, the
 * session). The digest is keyed, so that nobody who reads the ledger can find an address by trying them all. Undefined if the
 * site has no such limit.
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
