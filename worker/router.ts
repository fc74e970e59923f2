import { Router, type IRequest } from 'itty-router'
import { Failure } from '../protocol/failure.ts'
import { discardRest } from './http/body.ts'
import type { BotCheck } from './auth/bot-check.ts'
import { withCors, type Visit } from './http/cors.ts'
import { withSecurityHeaders } from './http/security-headers.ts'
import type { Throttles } from './auth/throttle.ts'
import { requestId } from './http/request-id.ts'
import { withServerTiming } from './http/server-timing.ts'
import type { Identities } from './auth/identity.ts'
import type { Tokens } from './auth/token.ts'
import type { Log } from './base/log.ts'
import { refusalLine, refuse } from './http/refusal.ts'
import type { frontRoutes } from './front-routes.ts'
import type { ownerRoutes } from './owner/owner-routes.ts'
import type { programRoutes } from './programs/programs-routes.ts'
import { sessionRoutes } from './visitor/session-routes.ts'
import { siteRoutes } from './visitor/site-routes.ts'
import type { SessionRequest } from './session/command.ts'
import type { TranscriptSearches } from './transcripts/transcript-search.ts'
import type { SiteLedgers } from './limits/ledger.ts'
import type { Sites } from './sites/read-site.ts'

interface Dependencies {
  sites: Sites
  tokens: Tokens
  throttles: Throttles
  identities: Pick<Identities, 'prove'>
  botCheck: Pick<BotCheck, 'require'>
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
  send(sessionRequest: SessionRequest): Promise<Response>
  demoNotice: string
  /** What anybody may ask about the Worker. */
  front: ReturnType<typeof frontRoutes>
  /** For the owner's own programs. */
  programs: ReturnType<typeof programRoutes>
  /** Everything under `/v1/owner`. */
  owner: ReturnType<typeof ownerRoutes>
  log: Log
}

/** Every address of the Worker, beside the widget's files. */
export function router(dependencies: Dependencies): (request: Request) => Promise<Response> {
  const sites = siteRoutes(dependencies)
  const sessions = sessionRoutes(dependencies)
  const { front, programs, owner } = dependencies
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

  routes
    .get('/', front.home)
    .get('/healthz', front.health)

    .options('/v1/sites/:site/:rest?', (request, visit) =>
      sites.preflight(request.params['site'] ?? '', request, visit),
    )
    .get('/v1/sites/:site', (request, visit) => sites.view(request.params['site'] ?? '', request, visit))
    .post('/v1/sites/:site/sessions', (request, visit) =>
      sites.openSession(request.params['site'] ?? '', request, visit),
    )

    .options('/v1/session', (_request, visit) => sessions.preflight(visit))
    .options('/v1/turns/:id?/:rest?', (_request, visit) => sessions.preflight(visit))
    .get('/v1/session', sessions.history)
    .delete('/v1/session', sessions.forget)
    .post('/v1/turns', sessions.ask)
    .get('/v1/turns/:id/stream', (request, visit) => sessions.resume(request.params['id'] ?? '', request, visit))
    .post('/v1/turns/:id/stop', (request, visit) => sessions.stop(request.params['id'] ?? '', request, visit))
    .post('/v1/turns/:id/retry', (request, visit) => sessions.retry(request.params['id'] ?? '', request, visit))
    .put('/v1/turns/:id/feedback', (request, visit) => sessions.rate(request.params['id'] ?? '', request, visit))

    .post('/v1/chat/completions', (request, visit) => programs.complete(request, visit.request))
    .get('/v1/models', programs.models)
    .get('/v1/models/:id+', (request) => programs.model(request.params['id'] ?? '', request))

    .all('/v1/owner/*', owner)

    .all('*', () => {
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
