import { Router, type IRequest } from 'itty-router'
import { Failure } from '../protocol/failure.ts'
import type { BotCheck } from './guard/bot-check.ts'
import { allowReading, type Visit } from './guard/cors.ts'
import { harden } from './guard/headers.ts'
import type { Rates } from './guard/rate.ts'
import type { Identities } from './guard/identity.ts'
import type { Tokens } from './guard/token.ts'
import type { Log } from './log.ts'
import { refuse } from './refusal.ts'
import type { programRoutes } from './routes/programs.ts'
import { sessionRoutes } from './routes/session.ts'
import { siteRoutes } from './routes/site.ts'
import type { Errand } from './session/order.ts'
import type { Archives } from './site/archive.ts'
import type { Ledgers } from './site/ledger.ts'
import type { Sites } from './site/sites.ts'

interface Partners {
  sites: Sites
  tokens: Tokens
  rates: Rates
  identities: Pick<Identities, 'prove'>
  botCheck: Pick<BotCheck, 'require'>
  ledgers: Ledgers
  archives: Archives
  send(errand: Errand): Promise<Response>
  demoNotice: string
  /** For the owner's own programs: read when one of them first asks. */
  programs(): Promise<ReturnType<typeof programRoutes>>
  /** What is asked under `/v1/owner`: see `routes/owner/owner.ts`. */
  owner(request: Request): Promise<Response>
  log: Log
}

const HOME = `Inglenook is at work here. To put its chat on a page, paste:

<script async src="ORIGIN/inglenook.js" data-site="demo"></script>
`

/** Every address of the Worker, beside the widget's files. */
export function router(partners: Partners): (request: Request) => Promise<Response> {
  const sites = siteRoutes(partners)
  const sessions = sessionRoutes(partners)
  const { programs } = partners

  const routes = Router<IRequest & Request, [Visit], Response>({
    catch: (error, request) => {
      logRefusal(partners.log, request, error)
      return refuse(error)
    },
    finally: [(response, _request, visit) => harden(allowReading(response, visit))],
  })

  routes
    .get('/', ({ url }) => new Response(HOME.replace('ORIGIN', new URL(url).origin)))
    .get('/healthz', () => Response.json({ ok: true }))

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

    .post('/v1/chat/completions', (request) => programs().then(({ complete }) => complete(request)))
    .get('/v1/models', (request) => programs().then(({ models }) => models(request)))
    .get('/v1/models/:id+', (request) => programs().then(({ model }) => model(request.params['id'] ?? '', request)))

    .all('/v1/owner/*', (request) => partners.owner(request))

    .all('*', () => {
      throw new Failure('not_found')
    })

  return async (request) => {
    if (request.method !== 'HEAD') return routes.fetch(request, { readableBy: null })
    // RFC 9110 §9.3.2: the same as GET, without the body.
    const response = await routes.fetch(new Request(request, { method: 'GET' }), { readableBy: null })
    await response.body?.cancel()
    return new Response(null, response)
  }
}

function logRefusal(log: Log, request: Request, error: unknown): void {
  const { pathname } = new URL(request.url)
  const where = `${request.method} ${pathname.slice(0, 100)}`
  if (error instanceof Failure)
    log({ event: 'refusal', code: error.code, where, param: error.param, detail: error.detail })
  else log({ event: 'fault', code: 'internal', where, detail: error instanceof Error ? error.stack : String(error) })
}
