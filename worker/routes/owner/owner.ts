import { Router, type IRequest } from 'itty-router'
import { Failure } from '../../../protocol/failure.ts'
import { accessRoutes } from './access.ts'
import { checkRoutes } from './check.ts'
import { ownerSiteRoutes } from './sites.ts'
import { transcriptRoutes } from './transcripts.ts'
import { usageRoutes } from './usage.ts'

type Partners = Parameters<typeof transcriptRoutes>[0] & Parameters<typeof usageRoutes>[0]

/** Everything under `/v1/owner`: `protocol/owner.ts` says what each address does. No page on another origin may read it. */
export function ownerRoutes(partners: Partners): (request: Request) => Promise<Response> {
  const access = accessRoutes()
  const sites = ownerSiteRoutes()
  const transcripts = transcriptRoutes(partners)
  const usage = usageRoutes(partners)
  const check = checkRoutes()

  const routes = Router<IRequest & Request, [], Response>({ base: '/v1/owner' })
  routes
    .all('/session', access.todo)
    .get('/sites', sites.todo)
    .get('/sites/:site/transcripts', (request) => transcripts.list(site(request), request))
    .get('/sites/:site/transcripts/:session', (request) => transcripts.read(site(request), session(request)))
    .delete('/sites/:site/transcripts/:session', (request) => transcripts.remove(site(request), session(request)))
    .post('/sites/:site/exports', (request) => transcripts.export(site(request), request))
    .get('/sites/:site/usage', (request) => usage.read(site(request), request))
    .post('/sites/:site/checks', check.todo)
    .all('*', () => {
      throw new Failure('not_found')
    })
  return (request) => routes.fetch(request)
}

const site = ({ params }: IRequest): string => params['site'] ?? ''
const session = ({ params }: IRequest): string => params['session'] ?? ''
