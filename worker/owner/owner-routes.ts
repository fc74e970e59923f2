import { Router, type IRequest } from 'itty-router'
import { Failure } from '../../protocol/failure.ts'
import { requireOwnerHere } from '../auth/owner-session.ts'
import { accessRoutes, type AccessPartners } from './sign-in-routes.ts'
import { checkRoutes, type CheckPartners } from './check/check-routes.ts'
import { ownerSiteRoutes, type OwnerSitePartners } from './sites-routes.ts'
import { transcriptRoutes, type TranscriptPartners } from './transcripts-routes.ts'
import { usageRoutes, type UsagePartners } from './usage-routes.ts'

export interface OwnerPartners
  extends AccessPartners, OwnerSitePartners, TranscriptPartners, UsagePartners, CheckPartners {}

/**
 * Everything under `/v1/owner`: `protocol/api/owner.ts` says what each address does. No page on another origin may read it: no
 * answer has CORS headers, and a preflight is refused like anything else that brings neither key nor cookie.
 */
export function ownerRoutes(dependencies: OwnerPartners): (request: Request) => Promise<Response> {
  const access = accessRoutes(dependencies)
  const sites = ownerSiteRoutes(dependencies)
  const transcripts = transcriptRoutes(dependencies)
  const usage = usageRoutes(dependencies)
  const check = checkRoutes(dependencies)

  const routes = Router<IRequest & Request, [], Response>({ base: '/v1/owner' })
  routes
    .post('/session', access.signIn)
    .get('/session', access.session)

    // Whatever stands below this line is for the owner alone: a new address needs no check of its own.
    .all('*', (request) => requireOwnerHere(request, dependencies))

    .delete('/session', access.signOut)
    .delete('/sessions', access.signOutEverywhere)
    .post('/sign-in-codes', access.makeCode)
    .get('/setup', access.setup)

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
    .get('/sites/:site/transcripts', (request) => transcripts.list(site(request), request))
    .get('/sites/:site/transcripts/:session', (request) => transcripts.read(site(request), session(request)))
    .delete('/sites/:site/transcripts/:session', (request) => transcripts.remove(site(request), session(request)))
    .post('/sites/:site/exports', (request) => transcripts.export(site(request), request))
    .get('/sites/:site/usage', (request) => usage.read(site(request), request))
    .get('/sites/:site/budgets', (request) => usage.budgets(site(request)))
    .get('/sites/:site/readiness', (request) => check.readiness(site(request)))
    .post('/sites/:site/readiness', (request) => check.draftReadiness(site(request), request))
    .post('/sites/:site/checks', (request) => check.check(site(request), request))
    .all('*', () => {
      throw new Failure('not_found')
    })
  return (request) => routes.fetch(request)
}

const site = ({ params }: IRequest): string => params['site'] ?? ''
const session = ({ params }: IRequest): string => params['session'] ?? ''
