import { isPreview, visitorView, type Site } from '../../protocol/site.ts'
import { readJson } from '../guard/body.ts'
import type { BotCheck } from '../guard/bot-check.ts'
import { preflight, type Visit } from '../guard/cors.ts'
import { requireOpen } from '../guard/open.ts'
import { requireOrigin } from '../guard/origin.ts'
import type { Tokens } from '../guard/token.ts'
import type { Sites } from '../site/sites.ts'

interface Partners {
  sites: Sites
  tokens: Tokens
  botCheck: BotCheck
  /** A note of the deployment for the site `demo`. */
  demoNotice: string
}

/** What concerns a site and no session yet. */
export function siteRoutes({ sites, tokens, botCheck, demoNotice }: Partners) {
  /** That there is no such site, or that it is not set up, every page may read: there are no origins to go by. */
  async function find(name: string, visit: Visit): Promise<Site> {
    visit.readableBy = '*'
    const site = await sites.read(name)
    visit.readableBy = null
    return site
  }

  return {
    /** Who may talk to a site from where is decided before the browser sends anything. */
    async preflight(name: string, request: Request, visit: Visit): Promise<Response> {
      const site = await find(name, visit)
      visit.readableBy = requireOrigin(site, request)
      return preflight(visit)
    },

    /** `GET /v1/sites/:site`. It is public, so a program may read it too: one that sends no `Origin`. */
    async view(name: string, request: Request, visit: Visit): Promise<Response> {
      const site = await find(name, visit)
      if (request.headers.has('origin')) visit.readableBy = requireOrigin(site, request)
      return Response.json(visitorView(site, name === 'demo' ? demoNotice : ''))
    },

    /** `POST /v1/sites/:site/sessions` */
    async openSession(name: string, request: Request, visit: Visit): Promise<Response> {
      const site = await find(name, visit)
      visit.readableBy = requireOrigin(site, request)
      requireOpen(site)
      const body = await readJson(request)
      // Nobody but an owner who is signed in makes previews, and their host is in no widget's list.
      if (!isPreview(name)) await botCheck.require(site, body, visit.readableBy, request)
      return Response.json(await tokens.issue(name, visit.readableBy), { status: 201 })
    },
  }
}
