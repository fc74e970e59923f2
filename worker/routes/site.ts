import { visitorView } from '../../protocol/site.ts'
import { readJson } from '../guard/body.ts'
import { preflight, type Visit } from '../guard/cors.ts'
import { requireOrigin } from '../guard/origin.ts'
import type { Tokens } from '../guard/token.ts'
import type { Sites } from '../site/sites.ts'

interface Partners {
  sites: Sites
  tokens: Tokens
  /** A note of the deployment for the site `demo`. */
  demoNotice: string
}

/** What concerns a site and no session yet. */
export const siteRoutes = ({ sites, tokens, demoNotice }: Partners) => ({
  /** Who may talk to a site from where is decided before the browser sends anything. */
  async preflight(name: string, request: Request, visit: Visit): Promise<Response> {
    visit.readableBy = requireOrigin(await sites.read(name), request)
    return preflight(visit)
  },

  /** `GET /v1/sites/:site`. It is public, so a program may read it too: one that sends no `Origin`. */
  async view(name: string, request: Request, visit: Visit): Promise<Response> {
    const site = await sites.read(name)
    if (request.headers.has('origin')) visit.readableBy = requireOrigin(site, request)
    return Response.json(visitorView(site, name === 'demo' ? demoNotice : ''))
  },

  /** `POST /v1/sites/:site/sessions` */
  async openSession(name: string, request: Request, visit: Visit): Promise<Response> {
    const site = await sites.read(name)
    visit.readableBy = requireOrigin(site, request)
    await readJson(request)
    return Response.json(await tokens.issue(name, visit.readableBy), { status: 201 })
  },
})
