import type { JWTVerifyGetKey } from 'jose'
import { once } from '../../protocol/once.ts'
import { Failure } from '../../protocol/failure.ts'
import type { Reach } from '../providers/base-url.ts'
import { JwtProblem, verifyJwt } from './verify-jwt.ts'

/** Accepts only requests that passed Cloudflare Access. @throws Failure `access_refused`. */
export type Access = (request: Request) => Promise<void>

interface Application {
  /** `acme.cloudflareaccess.com` */
  team: string
  /** The application's audience tag. */
  audience: string
  /** `local` also allows a stand-in for the team on this machine: `http://127.0.0.1:<port>`. */
  reach: Reach
  /** Fetches the team's keys. */
  fetch?: typeof fetch
}

/** The team's keys change every few weeks, and a new one is used at once: an unknown id is a reason to fetch them again … */
export const KEPT_MILLISECONDS = 60 * 60 * 1000
/** … but made-up ids must not become requests to Cloudflare. */
export const APART_MILLISECONDS = 60 * 1000
const WAIT_MILLISECONDS = 5000

/**
 * Checks the assertion that Access adds to each request it lets through.
 *
 * Source: https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 *
 * @returns null if Access is not used: both texts are empty. If only one is, that is a mistake, and nobody gets through.
 */
export function cloudflareAccess({ team, audience, reach, fetch: fetchKeys = fetch }: Application): Access | null {
  if (team === '' && audience === '') return null
  const isStandIn = reach === 'local' && /^http:\/\/127\.0\.0\.1:\d+$/.test(team)
  const issuer = isStandIn ? team : `https://${team}`
  // Created at the first request, so that an invalid team host cannot keep the Worker from starting.
  const teamKeys = once(async () => {
    const { createRemoteJWKSet, customFetch } = await import('./jose.ts')
    return createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`), {
      timeoutDuration: WAIT_MILLISECONDS,
      cooldownDuration: APART_MILLISECONDS,
      cacheMaxAge: KEPT_MILLISECONDS,
      [customFetch]: fetchKeys,
    })
  })
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    if (typeof header.kid !== 'string') throw new JwtProblem('no key id')
    const keys = await teamKeys()
    return keys(header, token)
  }

  return async (request) => {
    if (team === '' || audience === '') throw refused('ACCESS_TEAM_DOMAIN and ACCESS_AUD belong together')
    const assertion = request.headers.get('cf-access-jwt-assertion')
    if (assertion === null) throw refused('no assertion')
    try {
      await verifyJwt(assertion, keyOf, {
        algorithms: ['RS256'],
        issuer,
        audience,
        others: 'for another application',
      })
    } catch (error) {
      throw error instanceof JwtProblem ? refused(error.reason) : error
    }
  }
}

const refused = (detail: string): Failure => new Failure('access_refused', { detail })
