import type { SessionView } from '../../protocol/wire.ts'
import { readJson, readOptionalJson } from '../guard/body.ts'
import { preflight, type Visit } from '../guard/cors.ts'
import { readRate } from '../guard/feedback.ts'
import { requireOpen } from '../guard/open.ts'
import { readQuestion, readTurnId } from '../guard/question.ts'
import { readRetry } from '../guard/retry.ts'
import type { Tokens } from '../guard/token.ts'
import { requireVisitor, type Visitor } from '../guard/visitor.ts'
import type { Errand, Order } from '../session/order.ts'
import type { Sites } from '../site/sites.ts'

interface Partners {
  sites: Sites
  tokens: Tokens
  /** Takes an errand to the session's object. */
  send(errand: Errand): Promise<Response>
}

/** What a visitor does in a session: each route checks who asks, reads what is asked, and sends it to the object. */
export function sessionRoutes(partners: Partners) {
  const visitor = (request: Request, visit: Visit) => requireVisitor(request, visit, partners)

  async function send({ claims }: Visitor, order: Order): Promise<Response> {
    const { site, session, issuedAt, expiresAt } = claims
    const response = await partners.send({ holder: { site, session, issuedAt, expiresAt }, order })
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
      const response = await send(who, { do: 'history' })
      if (!response.ok) return response
      // Only now: a session that was forgotten gets no other token.
      const renewed = await partners.tokens.renew(who.claims)
      if (renewed === null) return response
      const view: SessionView = await response.json()
      return Response.json({ ...view, ...renewed } satisfies SessionView)
    },

    async forget(request: Request, visit: Visit): Promise<Response> {
      return send(await visitor(request, visit), { do: 'forget' })
    },

    async ask(request: Request, visit: Visit): Promise<Response> {
      const who = await visitor(request, visit)
      requireOpen(who.site)
      return send(who, { do: 'ask', site: who.site, question: readQuestion(await readJson(request), who.site) })
    },

    async retry(id: string, request: Request, visit: Visit): Promise<Response> {
      const who = await visitor(request, visit)
      requireOpen(who.site)
      const retry = readRetry(await readOptionalJson(request))
      return send(who, { do: 'retry', site: who.site, id: readTurnId(id), ...retry })
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
