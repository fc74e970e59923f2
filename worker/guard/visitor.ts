import { Failure } from '../../protocol/failure.ts'
import { isPreview, type Site } from '../../protocol/site.ts'
import type { Sites } from '../site/sites.ts'
import type { Visit } from './cors.ts'
import { requireOrigin } from './origin.ts'
import type { Claims, Tokens } from './token.ts'

export interface Visitor {
  visit: Visit
  claims: Claims
  site: Site
}

interface Partners {
  sites: Sites
  tokens: Tokens
}

/**
 * Who asks, and on which site: the token is genuine, its site exists and allows the origin, and the token was made for it.
 *
 * @throws Failure `token_missing`, `token_invalid`, `token_expired`, `unknown_site`, `origin_not_allowed`.
 */
export async function requireVisitor(request: Request, visit: Visit, { sites, tokens }: Partners): Promise<Visitor> {
  // Until the token has told the site, its page must be able to read what is wrong with the token or the site.
  visit.readableBy = '*'
  const claims = await tokens.read(request)
  const site = await sites.read(claims.site)
  visit.readableBy = null
  visit.readableBy = requireOrigin(site, request)
  if (claims.origin !== visit.readableBy) throw new Failure('token_invalid', { detail: 'made for another origin' })
  // Made before the owner asked for proof: its holder has shown none, and is asked for it when another one is opened.
  if (site.identity === 'required' && !claims.person && !isPreview(claims.site))
    throw new Failure('token_invalid', { detail: 'no proof of identity' })
  return { visit, claims, site }
}
