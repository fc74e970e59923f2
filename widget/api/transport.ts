import type { Way } from './resumable-stream.ts'
import { fetchModule } from './fetch-module.ts'
import { readHistory, readNews, type AskedQuestion, type History, type News } from './parse.ts'
import { Refusal } from './refusal.ts'
import type { Request } from './request.ts'
import { json, type SiteApi } from './site-api.ts'

/** The session's token, or a new one if `refused` is the current one. */
export type Bearer = (refused?: string) => Promise<string>

/** A question on its way to the Worker. With an attempt, it is a new wording of an earlier question. */
export interface Outgoing extends AskedQuestion {
  attempt?: number
}

/** Another answer to a turn. The attempt's number is sent, so asking twice makes only one. */
export interface Again {
  attempt: number
  /** The edited question, if the visitor edited it. */
  text?: string | undefined
}

/** Requests that need a session's token. All of them throw a `Refusal`; the generators end with the turn's last event. */
export interface Transport {
  view: SiteApi['view']
  history(): Promise<History>
  ask(question: Outgoing, signal: AbortSignal): AsyncGenerator<News, void>
  /** From the beginning if there is no `lastEventId`. */
  resume(turnId: string, lastEventId: string | null, signal: AbortSignal): AsyncGenerator<News, void>
  retry(turnId: string, again: Again, signal: AbortSignal): AsyncGenerator<News, void>
  stop(turnId: string): Promise<unknown>
  /** For the requests of modules that load later: without a token, and with the session's. */
  request: Request
  withToken: Request
  /** What all of these throw. A module's own copy of the class would not be the same class. */
  Refusal: typeof Refusal
}

const STALE: ReadonlySet<string> = new Set(['token_expired', 'token_invalid', 'session_forgotten'])

const isStale = (error: unknown): boolean => error instanceof Refusal && STALE.has(error.code)
const bearing = (token: string) => ({ authorization: `Bearer ${token}` })

export function httpTransport(request: Request, { view }: SiteApi, bearer: Bearer): Transport {
  async function withToken(path: string, init: RequestInit = {}): Promise<Response> {
    const send = (token: string) => request(path, { ...init, headers: { ...init.headers, ...bearing(token) } })

    const token = await bearer()
    try {
      return await send(token)
    } catch (error) {
      if (!isStale(error)) throw error
      return send(await bearer(token))
    }
  }

  const post = (path: string, body: object, signal: AbortSignal) => withToken(path, { ...json('POST', body), signal })
  const after = (turnId: string) => (lastEventId: string, signal: AbortSignal) =>
    withToken(`${turnPath(turnId)}/stream`, { signal, headers: { 'last-event-id': lastEventId } })

  return {
    request,
    withToken,
    Refusal,
    view,
    history: async () => readHistory(await (await withToken('/v1/session')).json()),

    ask: (question, signal) =>
      stream({ first: (cut) => post('/v1/turns', question, cut), after: after(question.id) }, signal),
    resume: (turnId, lastEventId, signal) =>
      stream(
        { first: (cut) => withToken(`${turnPath(turnId)}/stream`, { signal: cut }), after: after(turnId), lastEventId },
        signal,
      ),
    retry: (turnId, again, signal) =>
      stream({ first: (cut) => post(`${turnPath(turnId)}/retry`, again, cut), after: after(turnId) }, signal),

    stop: (turnId) => withToken(`${turnPath(turnId)}/stop`, { method: 'POST' }),
  }
}

const turnPath = (turnId: string) => `/v1/turns/${encodeURIComponent(turnId)}`

/** The module's address, written in by the build. */
declare const STREAM_PATH: string

/** Should be loaded before the first question. */
export const fetchStream = () => fetchModule<typeof import('./resumable-stream.ts')>(STREAM_PATH)

async function* stream(way: Way, signal: AbortSignal): AsyncGenerator<News, void> {
  const { follow } = await fetchStream()
  // The visitor may have started a new conversation meanwhile. This request must not go to it.
  signal.throwIfAborted()
  yield* follow(way, { readNews, Refusal }, signal)
}
