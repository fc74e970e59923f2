import { randomUUID } from 'node:crypto'
import type { SessionToken } from '../../../protocol/schemas/session.ts'
import { readNews, readSite, type Head, type History, type News, type PastTurn } from '../../../widget/api/parse.ts'
import { Refusal } from '../../../widget/api/refusal.ts'
import type { Bearer, Outgoing, Transport } from '../../../widget/api/transport.ts'

interface ScriptedTurn {
  id: string
  seq: number
  question: string
  attempt: number
  /** The events of the newest attempt. */
  log: News[]
  earlier: { question: string; answer: string }[]
}

const LAST = new Set(['done', 'failed'])

/**
 * The Worker's side of the contract, in memory: sessions by token, turns by id, the same id only once, streams that can be
 * read again from any event. A test decides when a question is accepted and what the answer is.
 */
export class ScriptedWorker {
  readonly sessions = new Map<string, ScriptedTurn[]>()
  /** Every question and retry that arrived, in order. */
  readonly arrived: (Outgoing & { token: string })[] = []
  readonly forgotten: string[] = []
  readonly feedback: unknown[] = []
  /** The next requests are refused with this. */
  refusal: Refusal | undefined
  /** The next history contains this token: the session is renewed. */
  renewedToken = ''
  #waiting: (() => void)[] = []
  #isHolding = false

  readonly openSession = (): Promise<SessionToken> => {
    if (this.refusal) return Promise.reject(this.refusal)
    const token = `token-${randomUUID()}`
    this.sessions.set(token, [])
    return Promise.resolve({ token, expiresAt: '2026-12-30T12:00:00.000Z' })
  }

  transport(bearer: Bearer): Transport {
    const session = async (): Promise<{ token: string; turns: ScriptedTurn[] }> => {
      if (this.refusal) throw this.refusal
      const token = await bearer()
      const turns = this.sessions.get(token)
      if (turns) return { token, turns }
      const renewed = await bearer(token)
      return { token: renewed, turns: this.sessions.get(renewed) ?? [] }
    }
    return {
      Refusal,
      view: () => Promise.resolve(readSite({ name: 'Shop', pageContext: 'on' })),
      history: async () => this.#history((await session()).turns),
      ask: (question, signal) => this.#ask(session, question, signal),
      resume: (id, lastEventId, signal) => this.#resume(session, id, lastEventId, signal),
      retry: (id, again, signal) => this.#retry(session, id, again, signal),
      stop: async (id) => {
        const turn = turnIn((await session()).turns, id)
        this.#tell(turn, 'done', { turn: head(turn, 'stopped') })
      },
      request: async (path, init) => {
        if (this.refusal) throw this.refusal
        const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? ''
        if (path === '/v1/session' && init?.method === 'DELETE' && this.sessions.delete(token))
          this.forgotten.push(token)
        return new Response()
      },
      withToken: async (_, init) => {
        await session()
        this.feedback.push(JSON.parse(String(init?.body)))
        return new Response()
      },
    }
  }

  /** From now on, a question that arrives waits until `accept`. */
  hold(): void {
    this.#isHolding = true
  }

  accept(): void {
    this.#isHolding = false
    this.#wake()
  }

  /** Answers a turn, and ends it unless it should continue. */
  answer(id: string, text: string, ending: 'done' | 'failed' | undefined = 'done'): void {
    const turn = this.turn(id)
    this.#tell(turn, 'delta', { text })
    if (ending === 'done') this.#tell(turn, 'done', { turn: head(turn, 'complete') })
    if (ending === 'failed')
      this.#tell(turn, 'failed', { turn: head(turn, 'failed'), error: { code: 'upstream_timeout' } })
  }

  goOn(id: string, text: string): void {
    this.#tell(this.turn(id), 'delta', { text })
  }

  turn(id: string): ScriptedTurn {
    return turnIn([...this.sessions.values()].flat(), id)
  }

  async *#ask(
    session: () => Promise<{ token: string; turns: ScriptedTurn[] }>,
    question: Outgoing,
    signal: AbortSignal,
  ): AsyncGenerator<News, void> {
    const { id, text } = question
    const { token, turns } = await session()
    while (this.#isHolding) await this.#news(signal)
    let turn = turns.find((each) => each.id === id)
    if (turn && turn.question !== text) throw new Refusal('turn_conflict', 409)
    if (!turn) {
      turn = { id, seq: turns.length + 1, question: text, attempt: 1, log: [], earlier: [] }
      turns.push(turn)
      this.arrived.push({ token, attempt: 1, ...question })
      this.#tell(turn, 'accepted', { turn: head(turn, 'queued') })
    }
    yield* this.#stream(turn, null, signal)
  }

  async *#resume(
    session: () => Promise<{ turns: ScriptedTurn[] }>,
    id: string,
    lastEventId: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<News, void> {
    const turn = turnIn((await session()).turns, id)
    const snapshot = past(turn)
    if (lastEventId === null) yield { id: snapshot.lastEventId ?? '', event: 'snapshot', turn: snapshot }
    if (lastEventId !== null || snapshot.state === 'queued' || snapshot.state === 'streaming')
      yield* this.#stream(turn, lastEventId ?? snapshot.lastEventId, signal)
  }

  async *#retry(
    session: () => Promise<{ token: string; turns: ScriptedTurn[] }>,
    id: string,
    { attempt, text }: { attempt: number; text?: string | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<News, void> {
    const { token, turns } = await session()
    const turn = turnIn(turns, id)
    if (attempt === turn.attempt && text !== undefined && text !== turn.question)
      throw new Refusal('turn_conflict', 409)
    if (attempt > turn.attempt) {
      turn.earlier.push({ question: turn.question, answer: answerOf(turn) })
      turn.attempt = attempt
      turn.question = text ?? turn.question
      this.arrived.push({ token, id, text: turn.question, attempt })
      this.#tell(turn, 'accepted', { turn: head(turn, 'queued') })
      turn.log = turn.log.slice(-1)
    }
    yield* this.#stream(turn, null, signal)
  }

  async *#stream(turn: ScriptedTurn, lastEventId: string | null, signal: AbortSignal): AsyncGenerator<News, void> {
    let last = lastEventId
    for (;;) {
      const next = turn.log.find(({ id }) => countOf(id) > countOf(last))
      if (!next) {
        await this.#news(signal)
        continue
      }
      last = next.id
      yield next
      if (LAST.has(next.event)) return
    }
  }

  /** Resolves when something has happened. */
  async #news(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      signal.addEventListener('abort', () => resolve())
    })
    signal.throwIfAborted()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #tell(turn: ScriptedTurn, event: string, value: object): void {
    const id = `${turn.seq}.${countOf(turn.log.at(-1)?.id ?? null) + 1}`
    const news = readNews(id, event, value)
    if (!news) throw new Error(`no such event: ${event}`)
    turn.log.push(news)
    this.#wake()
  }

  #history(turns: readonly ScriptedTurn[]): History {
    const token = this.renewedToken
    return { turns: turns.map(past), token, expiresAt: '' }
  }
}

const countOf = (id: string | null): number => (id === null ? 0 : Number(id.split('.')[1]))

function turnIn(turns: readonly ScriptedTurn[], id: string): ScriptedTurn {
  const turn = turns.find((each) => each.id === id)
  if (!turn) throw new Refusal('unknown_turn', 404)
  return turn
}

const head = ({ id, seq, attempt }: ScriptedTurn, state: Head['state']): Head => ({
  id,
  seq,
  attempt,
  state,
  failure: null,
  finishReason: state === 'complete' ? 'stop' : null,
  createdAt: Date.UTC(2026, 10, 30, 12, 0, seq),
})

const answerOf = ({ log }: ScriptedTurn): string =>
  log.map((news) => (news.event === 'delta' ? news.text : '')).join('')

function past(turn: ScriptedTurn): PastTurn {
  const last = turn.log.at(-1)
  const ended = last?.event === 'done' || last?.event === 'failed' ? last.turn.state : undefined
  const whole = head(turn, ended ?? (answerOf(turn) ? 'streaming' : 'queued'))
  const earlier = turn.earlier.map((each, index) => ({
    ...head(turn, 'complete'),
    ...each,
    attempt: index + 1,
    feedback: null,
  }))
  const { question } = turn
  const lastEventId = last?.id ?? null
  return { ...whole, question, parts: {}, answer: answerOf(turn), feedback: null, earlier, lastEventId }
}
