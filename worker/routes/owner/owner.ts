import { Router, type IRequest } from 'itty-router'
import { Failure } from '../../../protocol/failure.ts'
import { accessRoutes } from './access.ts'
import { checkRoutes } from './check.ts'
import { ownerSiteRoutes } from './sites.ts'
import { transcriptRoutes } from './transcripts.ts'
import { usageRoutes } from './usage.ts'

/** Everything under `/v1/owner`: `protocol/owner.ts` says what each address does. No page on another origin may read it. */
export function ownerRoutes(): (request: Request) => Promise<Response> {
  const access = accessRoutes()
  const sites = ownerSiteRoutes()
  const transcripts = transcriptRoutes()
  const usage = usageRoutes()
  const check = checkRoutes()

  const routes = Router<IRequest & Request, [], Response>({ base: '/v1/owner' })
  routes
    .all('/session', access.todo)
    .get('/sites', sites.todo)
    .get('/sites/:site/transcripts', transcripts.todo)
    .get('/sites/:site/usage', usage.todo)
    .post('/sites/:site/checks', check.todo)
    .all('*', () => {
      throw new Failure('not_found')
    })
  return (request) => routes.fetch(request)
}
