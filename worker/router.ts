import { Router, type IRequest } from 'itty-router'
import { API, type AddressName } from '../protocol/api.ts'
import type { OWNER } from '../protocol/api/owner.ts'
import type { PROGRAMS } from '../protocol/api/programs.ts'
import type { FRONT } from '../protocol/api/visitors.ts'
import { Failure } from '../protocol/failure.ts'
import { discardRest } from './http/body.ts'
import type { BotCheck } from './auth/bot-check.ts'
import { withCors, type Visit } from './http/cors.ts'
import type { Call, Routes } from './http/routes.ts'
import { withSecurityHeaders } from './http/security-headers.ts'
import type { Throttles } from './auth/throttle.ts'
import { requestId } from './http/request-id.ts'
import { withServerTiming } from './http/server-timing.ts'
import type { Identities } from './auth/identity.ts'
import { requireOwnerHere, type OwnerCredentials } from './auth/owner-session.ts'
import type { Tokens } from './auth/token.ts'
import type { Log } from './base/log.ts'
import { refusalLine, refuse } from './http/refusal.ts'
import { sessionPreflight, sessionRoutes } from './visitor/session-routes.ts'
import { siteRoutes } from './visitor/site-routes.ts'
import type { SessionRequest } from './session/command.ts'
import type { TranscriptSearches } from './transcripts/transcript-search.ts'
import type { SiteLedgers } from './limits/ledger.ts'
import type { Sites } from './sites/read-site.ts'

interface Dependencies extends OwnerCredentials {
  sites: Sites
  tokens: Tokens
  throttles: Throttles
  identities: Pick<Identities, 'prove'>
  botCheck: Pick<BotCheck, 'require'>
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
  send(sessionRequest: SessionRequest): Promise<Response>
  demoNotice: string
  /** Public information about the Worker. */
  front: Routes<typeof FRONT>
  /** For the owner's own programs. */
  programs: Routes<typeof PROGRAMS>
  /** Everything under `/v1/owner`. */
  owner: Routes<typeof OWNER>
  log: Log
}

const NAMES: readonly AddressName[] = Object.keys(API).filter((name) => isAddress(name))
const VERBS = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const

/** Every address of the Worker, besides the widget's files. */
export function router(dependencies: Dependencies): (request: Request) => Promise<Response> {
  const sites = siteRoutes(dependencies)
  const { front, programs, owner } = dependencies
  const answers: Routes<typeof API> = {
    ...front,
    ...sites,
    ...sessionRoutes(dependencies),
    ...owner,
    ...programs,
  }
  const visitOf = (request: Request): Visit => ({ request: requestId(request), since: Date.now(), readableBy: null })

  const routes = Router<IRequest & Request, [Visit], Response>({
    catch: async (error, asked, visit: Visit) => {
      const where = `${asked.method} ${new URL(asked.url).pathname.slice(0, 100)}`
      dependencies.log(refusalLine(error, { request: visit.request, where }))
      await discardRest(asked)
      return refuse(error)
    },
    finally: [(response, _request, visit) => withServerTiming(withSecurityHeaders(withCors(response, visit)), visit)],
  })

  function add<Name extends AddressName>(name: Name): void {
    const { method, path } = API[name]
    const respond = answers[name]
    routes[VERBS[method]](path, (request, visit) => respond(callOf<Name>(request, visit)))
  }
  const isForOwner = (name: AddressName): boolean => API[name].by === 'owner'

  routes
    .options('/v1/sites/:site/:rest?', (request, visit) =>
      sites.preflight({ site: request.params['site'] ?? '', request, visit }),
    )
    .options('/v1/session', (_request, visit) => sessionPreflight(visit))
    .options('/v1/turns/:id?/:rest?', (_request, visit) => sessionPreflight(visit))

  for (const name of NAMES.filter((name) => !isForOwner(name))) add(name)
  // A preflight is refused here, like everything else without a key or a cookie; so is an unknown address.
  routes.all('/v1/owner/*', (request) => requireOwnerHere(request, dependencies))
  for (const name of NAMES.filter(isForOwner)) add(name)
  routes.all('*', () => {
    throw new Failure('not_found')
  })

  return async (request) => {
    if (request.method !== 'HEAD') return routes.fetch(request, visitOf(request))
    // RFC 9110 §9.3.2: the same as GET, without the body.
    const response = await routes.fetch(new Request(request, { method: 'GET' }), visitOf(request))
    await response.body?.cancel()
    return new Response(null, response)
  }
}

function isAddress(name: string): name is AddressName {
  return Object.hasOwn(API, name)
}

/** The parts exist because the path has matched. The compiler cannot know that. */
function callOf<Name extends AddressName>(request: IRequest & Request, visit: Visit): Call<(typeof API)[Name]>
function callOf(request: IRequest & Request, visit: Visit): unknown {
  return { ...request.params, request, visit }
}
