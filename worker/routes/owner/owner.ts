import { Router, type IRequest } from 'itty-router'
import { Failure } from '../../../protocol/failure.ts'
import { accessRoutes } from './access.ts'
import { checkRoutes } from './check.ts'
import { ownerSiteRoutes, type OwnerSitePartners } from './sites.ts'
import { transcriptRoutes } from './transcripts.ts'
import { usageRoutes } from './usage.ts'

/** Everything under `/v1/owner`: `protocol/owner.ts` says what each address does. No page on another origin may read it. */
export function ownerRoutes(partners: OwnerSitePartners): (request: Request) => Promise<Response> {
  const access = accessRoutes()
  const sites = ownerSiteRoutes(partners)
  const transcripts = transcriptRoutes()
  const usage = usageRoutes()
  const check = checkRoutes()

  const routes = Router<IRequest & Request, [], Response>({ base: '/v1/owner' })
  routes
    .all('/session', access.todo)
    .get('/sites', sites.list)
    .post('/sites', sites.create)
    .get('/sites/:site', sites.read)
    .delete('/sites/:site', sites.remove)
    .put('/sites/:site/draft', sites.saveDraft)
    .delete('/sites/:site/draft', sites.dropDraft)
    .get('/sites/:site/versions', sites.versions)
    .post('/sites/:site/versions', sites.publish)
    .put('/sites/:site/live', sites.goLive)
    .put('/sites/:site/paused', sites.pause)
    .post('/sites/:site/previews', sites.preview)
    .get('/sites/:site/transcripts', transcripts.todo)
    .get('/sites/:site/usage', usage.todo)
    .post('/sites/:site/checks', check.todo)
    .all('*', () => {
      throw new Failure('not_found')
    })
  return (request) => routes.fetch(request)
}
