import { Failure } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import type { Reach } from '../providers/base-url.ts'
import { accessKeys, fetchKeyList } from './access-keys.ts'
import { isFor, readJwt, timeProblem } from './jwt.ts'

/** Lets a request through that has passed Cloudflare Access. @throws Failure `access_refused`. */
export type Access = (request: Request) => Promise<void>

interface Application {
  /** `acme.cloudflareaccess.com` */
  team: string
  /** The application's audience tag. */
  audience: string
  /** `local` allows a stand-in on this machine as the team: `http://127.0.0.1:<port>`. */
  reach: Reach
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/**
 * Checks the assertion that Access adds to each request it lets through.
 *
 * Source: https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 *
 * @returns null where Access is not used: both texts are empty. One alone is a mistake, and lets nobody through.
 */
export function cloudflareAccess({ team, audience, reach }: Application): Access | null {
  if (team === '' && audience === '') return null
  const isStandIn = reach === 'local' && /^http:\/\/127\.0\.0\.1:\d+$/.test(team)
  const issuer = isStandIn ? team : `https://${team}`
  const keyOf = accessKeys({ fetchList: () => fetchKeyList(`${issuer}/cdn-cgi/access/certs`), now: Date.now })

  return async (request) => {
    if (team === '' || audience === '') throw refused('ACCESS_TEAM_DOMAIN and ACCESS_AUD belong together')
    const assertion = request.headers.get('cf-access-jwt-assertion')
    if (assertion === null) throw refused('no assertion')
    const jwt = readJwt(assertion)
    const kid = field(jwt?.header, 'kid')
    if (jwt === null || field(jwt.header, 'alg') !== 'RS256' || typeof kid !== 'string') throw refused('not RS256')

    const key = await keyOf(kid)
    if (key === null) throw refused('signed with a key nobody knows')
    if (!(await crypto.subtle.verify(ALGORITHM, key, jwt.signature, jwt.signed)))
      throw refused('not signed by the team')
    const problem = claimsProblem(jwt.claims, { issuer, audience, now: Date.now() / 1000 })
    if (problem !== null) throw refused(problem)
  }
}

/** What a genuine assertion may still be wrong about: it was made for somebody else, or for another time. */
function claimsProblem(claims: unknown, wanted: { issuer: string; audience: string; now: number }): string | null {
  if (field(claims, 'iss') !== wanted.issuer) return 'of another team'
  return isFor(claims, wanted.audience) ? timeProblem(claims, wanted.now) : 'for another application'
}

const refused = (detail: string): Failure => new Failure('access_refused', { detail })
