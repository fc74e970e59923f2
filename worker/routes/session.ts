import { readJson, readOptionalJson } from '../guard/body.ts'
import { preflight, type Visit } from '../guard/cors.ts'
import { readRate } from '../guard/feedback.ts'
import { requireOpen } from '../guard/open.ts'
import { readQuestion, readTurnId } from '../guard/question.ts'
import { requireCalm, type Rates } from '../guard/rate.ts'
import { readRetry } from '../guard/retry.ts'
import type { Tokens } from '../guard/token.ts'
import { visitorOfDay } from '../guard/visitor-day.ts'
import { requireVisitor, type Visitor } from '../guard/visitor.ts'
import type { Errand, Order } from '../session/order.ts'
import { limitsOf } from '../site/limits.ts'
import type { Sites } from '../site/sites.ts'

interface Partners {
  sites: Sites
  tokens: Tokens
  rates: Rates
  /** Takes an errand to the session's object. */
  send(errand: Errand): Promise<Response>
}

/** What a visitor does in a session: each route checks who asks, reads what is asked, and sends it to the object. */
export function sessionRoutes(partners: Partners) {
  const visitor = (request: Request, visit: Visit) => requireVisitor(request, visit, partners)

  /** Who may ask something that is answered: the site is open, and they are no faster than people are. */
  async function asker(request: Request, visit: Visit): Promise<Visitor & { visitor: string | undefined }> {
    const who = await visitor(request, visit)
    requireOpen(who.site)
    await requireCalm(request, who.claims.session, partners.rates)
    return { ...who, visitor: await visitorOfDay(request, who, partners.tokens) }
  }

  async function send({ claims }: Visitor, order: Order): Promise<Response> {
    const response = await partners.send({ holder: claims, order })
    // The object's response may not be written to; its body passes through untouched.
    return new Response(response.body, response)
  }

  return {
    /** The site is in the token, which a preflight does not bring: the request itself is checked instead. */
    async preflight(visit: Visit): Promise<Response> {
      visit.readableBy = '*'
      return preflight(visit)
    },

    async history(request: Request, visit: Visit): Promise<Response> {
      const who = await visitor(request, visit)
      const { site } = who
      // A paused site has nothing to ask for.
      const asks = !site.paused && limitsOf(site) !== null
      const by = asks ? { site, visitor: await visitorOfDay(request, who, partners.tokens) } : {}
      return send(who, { do: 'history', ...by })
    },

    async forget(request: Request, visit: Visit): Promise<Response> {
      return send(await visitor(request, visit), { do: 'forget' })
    },

    async ask(request: Request, visit: Visit): Promise<Response> {
      const who = await asker(request, visit)
      const { site, visitor } = who
      return send(who, { do: 'ask', site, visitor, question: readQuestion(await readJson(request), site) })
    },

    async retry(id: string, request: Request, visit: Visit): Promise<Response> {
      const who = await asker(request, visit)
      const { site, visitor } = who
      const retry = readRetry(await readOptionalJson(request))
      return send(who, { do: 'retry', site, visitor, id: readTurnId(id), ...retry })
    },

    async resume(id: string, request: Request, visit: Visit): Promise<Response> {
      const who = await visitor(request, visit)
      return send(who, { do: 'resume', id: readTurnId(id), after: request.headers.get('last-event-id') })
    },

    async stop(id: string, request: Request, visit: Visit): Promise<Response> {
      return send(await visitor(request, visit), { do: 'stop', id: readTurnId(id) })
    },

    async rate(id: string, request: Request, visit: Visit): Promise<Response> {
      const who = await visitor(request, visit)
      const rate = readRate(await readJson(request))
      return send(who, { do: 'rate', id: readTurnId(id), rate, retentionDays: who.site.retentionDays })
    },
  }
}
