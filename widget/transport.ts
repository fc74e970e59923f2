import type { SiteView } from '../protocol/site.ts'
import type { Question, SessionToken } from '../protocol/wire.ts'
import type { Way } from './follow.ts'
import { fetchModule } from './module.ts'
import { patience } from './patience.ts'
import { readHistory, readNews, readSite, readToken, type News, type PastTurn } from './reading.ts'
import { Refusal } from './refusal.ts'
import { requestTo } from './request.ts'

/** The session's token; a new one when `refused` is the one that is held. */
export type Bearer = (refused?: string) => Promise<string>

/** Every request the widget makes. All of them throw a `Refusal`; the generators end with the turn's last event. */
export interface Transport {
  view(): Promise<SiteView>
  openSession(): Promise<SessionToken>
  history(): Promise<PastTurn[]>
  ask(question: Question, signal: AbortSignal): AsyncGenerator<News, void>
  /** From the beginning where there is no `lastEventId`. */
  resume(turnId: string, lastEventId: string | null, signal: AbortSignal): AsyncGenerator<News, void>
  /** `attempt` is the one being asked for, so that asking twice makes one. */
  retry(turnId: string, attempt: number, signal: AbortSignal): AsyncGenerator<News, void>
  stop(turnId: string): Promise<void>
}

const STALE: ReadonlySet<string> = new Set(['token_expired', 'token_invalid', 'session_forgotten'])

export function httpTransport(api: string, site: string, bearer: Bearer): Transport {
  const request = requestTo(api)
  const sitePath = `/v1/sites/${encodeURIComponent(site)}`

  async function withToken(path: string, init: RequestInit = {}): Promise<Response> {
    const send = (token: string) =>
      request(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } })

    const token = await bearer()
    try {
      return await send(token)
    } catch (error) {
      if (!(error instanceof Refusal) || !STALE.has(error.code)) throw error
      return send(await bearer(token))
    }
  }

  const post = (path: string, body: object, signal: AbortSignal) => withToken(path, { ...json(body), signal })
  const after = (turnId: string) => (lastEventId: string, signal: AbortSignal) =>
    withToken(`${turnPath(turnId)}/stream`, { signal, headers: { 'last-event-id': lastEventId } })

  return {
    view: async () => readSite(await (await request(sitePath)).json()),
    openSession: async () => readToken(await (await request(`${sitePath}/sessions`, json({}))).json()),
    history: async () => readHistory(await (await withToken('/v1/session')).json()),

    ask: (question, signal) =>
      stream({ first: (cut) => post('/v1/turns', question, cut), after: after(question.id) }, signal),
    resume: (turnId, lastEventId, signal) =>
      stream(
        { first: (cut) => withToken(`${turnPath(turnId)}/stream`, { signal: cut }), after: after(turnId), lastEventId },
        signal,
      ),
    retry: (turnId, attempt, signal) =>
      stream({ first: (cut) => post(`${turnPath(turnId)}/retry`, { attempt }, cut), after: after(turnId) }, signal),

    stop: async (turnId) => void (await withToken(`${turnPath(turnId)}/stop`, { method: 'POST' })),
  }
}

const turnPath = (turnId: string) => `/v1/turns/${encodeURIComponent(turnId)}`

/** Where the module is: written in by the build. */
declare const FOLLOW_PATH: string

/** Worth having at hand before the first question. */
export const fetchFollow = () =>
  fetchModule<typeof import('./follow.ts')>(FOLLOW_PATH).catch(() => {
    throw new Refusal('offline')
  })

async function* stream(way: Way, signal: AbortSignal): AsyncGenerator<News, void> {
  const { follow } = await fetchFollow()
  // Who left meanwhile (a new conversation) must not ask in it.
  signal.throwIfAborted()
  yield* follow(way, { readNews, patience }, signal)
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
