import { Failure } from '../../protocol/failure.ts'
import { isPreview, type Site } from '../../protocol/site.ts'
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
  /** What else the holder of a genuine token has to pass: asked while the site is read, so that nobody waits for it. */
  beside?(claims: TokenClaims): Promise<void>
}

/**
 * Who asks, and on which site: the token is genuine, its site exists and allows the origin, and the token was made for it.
 *
 * @throws Failure `token_missing`, `token_invalid`, `token_expired`, `unknown_site`, `origin_not_allowed`; what `beside` throws.
 */
export async function requireVisitor(request: Request, visit: Visit, dependencies: Dependencies): Promise<Visitor> {
  const { sites, tokens, beside } = dependencies
  // Until the token has told the site, its page must be able to read what is wrong with the token or the site.
  visit.readableBy = '*'
  const claims = await tokens.read(request)
  const passed = beside?.(claims)
  // What is wrong with the token or the site is said first.
  passed?.catch(() => {})
  const site = await sites.read(claims.site)
  visit.readableBy = null
  visit.readableBy = requireOrigin(site, request)
  if (claims.origin !== visit.readableBy) throw new Failure('token_invalid', { detail: 'made for another origin' })
  // Made before the owner asked for proof: its holder has shown none, and is asked for it when another one is opened.
  if (site.identity === 'required' && !claims.person && !isPreview(claims.site))
    throw new Failure('token_invalid', { detail: 'no proof of identity' })
  await passed
  return { visit, claims, site }
}
