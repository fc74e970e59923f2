import { SESSION } from '../../protocol/api/visitors.ts'
import { errorText } from '../base/log.ts'
import { Failure } from '../../protocol/failure.ts'
import type { SessionView } from '../../protocol/schemas/session.ts'
import { readJson, readOptionalJson } from '../http/body.ts'
import { preflight, type Visit } from '../http/cors.ts'
import { answer, type Routes } from '../http/routes.ts'
import { readFeedback } from './feedback.ts'
import { readQuestion, readTurnId } from './question.ts'
import { requireNotThrottled, type Throttles } from '../auth/throttle.ts'
import { readRetry } from './retry.ts'
import type { TokenClaims, Tokens } from '../auth/token.ts'
import { requireNotPaused, requireVisitor, visitorOfDay, type Visitor } from '../auth/visitor.ts'
import type { SessionRequest, SessionCommand } from '../session/command.ts'
import type { TranscriptSearches } from '../transcripts/transcript-search.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
import { limitsOf } from '../limits/limits.ts'
import type { Sites } from '../sites/read-site.ts'

interface Dependencies {
  sites: Sites
  tokens: Tokens
  throttles: Throttles
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
  /** Sends a request to the session's object. */
  send(sessionRequest: SessionRequest): Promise<Response>
}

/** What a visitor does in a session: each function checks the visitor, reads the request, and sends it to the object. */
export function sessionRoutes(dependencies: Dependencies): Routes<typeof SESSION> {
  /** Whose session it is. Throttled, whatever they ask for. */
  const visitor = (request: Request, visit: Visit) =>
    requireVisitor(request, visit, {
      ...dependencies,
      beside: ({ session }) => requireNotThrottled(request, session, dependencies.throttles),
    })

  /** A visitor whose request will be answered: the site is not paused. */
  async function asker(request: Request, visit: Visit): Promise<Visitor & { visitor: string | undefined }> {
    const who = await visitor(request, visit)
    requireNotPaused(who.site)
    return { ...who, visitor: await visitorOfDay(request, who, dependencies.tokens) }
  }

  async function send({ claims, visit }: Visitor, order: SessionCommand): Promise<Response> {
    const { site, session, issuedAt } = claims
    visit.passed = Date.now()
    const response = await dependencies.send({ holder: { site, session, issuedAt }, order, request: visit.request })
    // The object's response is immutable; its body passes through untouched.
    return new Response(response.body, response)
  }

  return {
    async readSession({ request, visit }) {
      const who = await visitor(request, visit)
      const { site } = who
      // Nobody can ask on a paused site.
      const asks = !site.paused && limitsOf(site) !== null
      const by = asks ? { site, visitor: await visitorOfDay(request, who, dependencies.tokens) } : {}
      const response = await send(who, { do: 'history', ...by })
      if (!response.ok) return response
      // Only now: a forgotten session gets no new token.
      const renewed = await dependencies.tokens.renew(who.claims)
      if (renewed === null) return response
      const view: SessionView = await response.json()
      return answer(SESSION.readSession, { ...view, ...renewed })
    },

    async forgetSession({ request, visit }) {
      const who = await visitor(request, visit)
      if (who.claims.person) await forgetOthers(who.claims, dependencies)
      return send(who, { do: 'forget' })
    },

    async ask({ request, visit }) {
      const body = readJson(SESSION.ask, request)
      // A problem with the visitor is reported first.
      body.catch(() => {})
      const who = await asker(request, visit)
      const { site, visitor } = who
      return send(who, { do: 'ask', site, visitor, question: readQuestion(await body, site) })
    },

    async retryTurn({ id, request, visit }) {
      const who = await asker(request, visit)
      const { site, visitor } = who
      const retry = readRetry(await readOptionalJson(SESSION.retryTurn, request))
      return send(who, { do: 'retry', site, visitor, id: readTurnId(id), ...retry })
    },

    async resumeTurn({ id, request, visit }) {
      const who = await visitor(request, visit)
      return send(who, { do: 'resume', id: readTurnId(id), after: request.headers.get('last-event-id') })
    },

    async stopTurn({ id, request, visit }) {
      return send(await visitor(request, visit), { do: 'stop', id: readTurnId(id) })
    },

    async rateTurn({ id, request, visit }) {
      const who = await visitor(request, visit)
      const rate = readFeedback(await readJson(SESSION.rateTurn, request))
      return send(who, { do: 'rate', id: readTurnId(id), rate, retentionDays: who.site.retentionDays })
    },
  }
}

/** The site is in the token, which a preflight does not carry: the request itself is checked instead. */
export function sessionPreflight(visit: Visit): Response {
  visit.readableBy = '*'
  return preflight(visit)
}

/** A person may have conversations that this device does not know. From here on, the person's proof leads to none of them. */
async function forgetOthers(
  { site, session, person }: TokenClaims,
  { ledgers, transcriptSearches, send }: Pick<Dependencies, 'ledgers' | 'transcriptSearches' | 'send'>,
): Promise<void> {
  try {
    const all = await ledgers(site).sessionsOf(person)
    const issuedAt = Date.now()
    for (const other of all.filter((each) => each !== session)) {
      const { status, body } = await send({
        holder: { site, session: other, issuedAt },
        order: { do: 'forget' },
      })
      await body?.cancel()
      // 401: that happened before.
      if (status >= 400 && status !== 401) throw new Error(`a session answers ${status}`)
    }
    for (const each of all) await transcriptSearches(site).drop(each)
  } catch (error) {
    throw new Failure('session_unavailable', { retryAfterSeconds: 1, detail: errorText(error) })
  }
}
