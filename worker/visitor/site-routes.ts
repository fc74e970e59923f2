import { PUBLIC_SITE } from '../../protocol/api/visitors.ts'
import { errorText } from '../base/log.ts'
import { Failure } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import { isPreview, visitorView, type Site } from '../../protocol/site.ts'
import { readJson } from '../http/body.ts'
import type { BotCheck } from '../auth/bot-check.ts'
import { preflight, type Visit } from '../http/cors.ts'
import { answer, type Routes } from '../http/routes.ts'
import type { Identities, Person } from '../auth/identity.ts'
import { requireNotPaused } from '../auth/visitor.ts'
import { requireOrigin } from '../auth/origin.ts'
import { requireNotThrottled, type Throttles } from '../auth/throttle.ts'
import { newSession, type Tokens } from '../auth/token.ts'
import type { SiteLedgers, PersonSession } from '../limits/ledger.ts'
import type { Sites } from '../sites/read-site.ts'

interface Dependencies {
  sites: Sites
  tokens: Tokens
  throttles: Throttles
  identities: Pick<Identities, 'prove'>
  botCheck: Pick<BotCheck, 'require'>
  ledgers: SiteLedgers
  /** A note of the deployment for the site `demo`. */
  demoNotice: string
}

type SiteRoutes = Routes<typeof PUBLIC_SITE> & {
  preflight(call: { site: string; request: Request; visit: Visit }): Promise<Response>
}

/** Routes for a site, before there is a session. */
export function siteRoutes({
  sites,
  tokens,
  throttles,
  identities,
  botCheck,
  ledgers,
  demoNotice,
}: Dependencies): SiteRoutes {
  /** Every page may read that a site does not exist or is not set up: there are no origins to check. */
  async function find(name: string, visit: Visit): Promise<Site> {
    visit.readableBy = '*'
    const site = await sites.read(name)
    visit.readableBy = null
    return site
  }

  /** Opens a new session. A person gets their newest one, wherever it began, for as long as the proof is valid. */
  async function issue(site: string, origin: string, who: Person | null, body: unknown): Promise<Response> {
    const held = who && { ...who, ...(await meet(site, who.person, body)) }
    return answer(PUBLIC_SITE.openSession, await tokens.issue(site, origin, held))
  }

  async function meet(site: string, person: string, body: unknown): Promise<PersonSession> {
    const offered = { session: newSession(), startedAt: Date.now() }
    try {
      return await ledgers(site).meet({ person, offered, isFresh: field(body, 'fresh') === true })
    } catch (error) {
      throw new Failure('session_unavailable', { retryAfterSeconds: 1, detail: errorText(error) })
    }
  }

  return {
    /** Which origin may use a site is decided before the browser sends anything. */
    async preflight({ site: name, request, visit }) {
      const site = await find(name, visit)
      visit.readableBy = requireOrigin(site, request)
      return preflight(visit)
    },

    /** The site is public, so a program, which sends no `Origin`, may read it too. */
    async readSite({ site: name, request, visit }) {
      const site = await find(name, visit)
      if (request.headers.has('origin')) visit.readableBy = requireOrigin(site, request)
      return answer(PUBLIC_SITE.readSite, visitorView(site, name === 'demo' ? demoNotice : ''))
    },

    async openSession({ site: name, request, visit }) {
      const site = await find(name, visit)
      visit.readableBy = requireOrigin(site, request)
      requireNotPaused(site)
      await requireNotThrottled(request, null, throttles)
      const body = await readJson(PUBLIC_SITE.openSession, request)
      // Only a signed-in owner creates previews, and their host is in no widget's list.
      if (isPreview(name)) return issue(name, visit.readableBy, null, body)
      const person = await identities.prove(name, site, body)
      await botCheck.require(site, body, visit.readableBy, request)
      return issue(name, visit.readableBy, person, body)
    },
  }
}
