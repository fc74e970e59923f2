import { Failure } from '../../protocol/failure.ts'
import type { Site } from '../../protocol/site.ts'
import type { Feedback, Question, Rate, Rated, SessionView, TurnHead } from '../../protocol/wire.ts'
import type { Log } from '../log.ts'
import type { Archives } from '../site/archive.ts'
import type { Ledgers } from '../site/ledger.ts'
import type { QuoteOf } from '../upstream/price.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { encodeEvent, eventStream, readEventId } from './event-stream.ts'
import type { Histories } from './history.ts'
import { Line } from './line.ts'
import { Notebook } from './notebook.ts'
import { head, type StoredTurn } from './stored-turn.ts'
import type { Errand, Order } from './order.ts'
import { Projection } from './projection.ts'
import { Receipts } from './receipts.ts'
import { Recorder } from './recorder.ts'
import { isFinal } from './transitions.ts'

interface Partners {
  storage: DurableObjectStorage
  histories: Histories
  ledgers: Ledgers
  archives: Archives
  quoteOf: QuoteOf
  upstream: Upstream
  log: Log
  /** Drops everything in memory, as a crash would; the next request finds what is on disk. */
  restart(): void
}

/** One visitor's session: the only writer of its turns. */
export class SessionObject {
  readonly #notebook: Notebook
  readonly #projection: Projection
  readonly #line: Line

  constructor(partners: Partners) {
    this.#notebook = new Notebook(partners.storage.sql)
    const receipts = new Receipts(partners.storage.sql, partners.quoteOf)
    const recorder = new Recorder({ ...partners, receipts })
    this.#projection = new Projection({ ...partners, notebook: this.#notebook, receipts, recorder })
    this.#line = new Line({ ...partners, notebook: this.#notebook, receipts, projection: this.#projection })
    this.#projection.recover()
  }

  /**
   * @throws Failure `session_forgotten`, `history_unavailable`; `turn_conflict` (ask, retry, rate); `busy` (ask, retry);
   * `unknown_turn` (retry, resume, stop, rate).
   */
  async run({ holder, order }: Errand): Promise<Response> {
    await this.#projection.ready(holder)
    switch (order.do) {
      case 'ask':
        return this.#ask(order.question, order.site)
      case 'retry':
        return this.#retry(order)
      case 'resume':
        return this.#resume(this.#require(order.id), order.after)
      case 'stop':
        return Response.json(await this.#stop(order.id))
      case 'rate':
        return Response.json(this.#rate(order))
      case 'history':
        return Response.json(this.#history())
      case 'forget':
        this.#projection.beginToForget(holder)
        await this.#line.forget()
        await this.#projection.forget(holder)
        return new Response(null, { status: 204 })
      default:
        return order satisfies never
    }
  }

  /** Never throws: an alarm that throws is repeated a few times and then given up. */
  alarm(): Promise<void> {
    return this.#projection.alarm(this.#line.working)
  }

  #ask(question: Question, site: Site): Response {
    const known = this.#notebook.find(question.id, null)
    if (known && known.original !== question.text) throw new Failure('turn_conflict', { param: 'id' })
    if (known) return this.#resume(known, null)
    this.#line.requireRoom()
    return this.#answer(this.#notebook.open(question, site.version, Date.now()), site)
  }

  #retry({ id, attempt, text, site }: Extract<Order, { do: 'retry' }>): Response {
    const turn = this.#require(id)
    const isThere = attempt === turn.attempt || (text === null && !isFinal(turn.state))
    if (isThere && (text === null || text === turn.question)) return this.#resume(turn, null)
    if (isThere) throw new Failure('turn_conflict', { param: 'text' })
    if (!isFinal(turn.state) || (attempt !== null && attempt !== turn.attempt + 1)) {
      throw new Failure('turn_conflict', { param: 'attempt' })
    }
    // What was said after an older question was said in view of it.
    if (text !== null && !this.#notebook.isLast(turn)) throw new Failure('turn_conflict', { param: 'id' })
    this.#line.requireRoom()
    const again = { text, personaVersion: site.version, now: Date.now() }
    return this.#answer(this.#notebook.again(turn, again), site)
  }

  #rate({ id, rate, retentionDays }: Extract<Order, { do: 'rate' }>): Rated {
    const newest = this.#require(id)
    const turn = this.#notebook.find(id, rate.attempt)
    if (!turn) throw new Failure('unknown_turn', { param: 'attempt' })
    if (!isFinal(turn.state)) throw new Failure('turn_conflict', { param: 'attempt' })
    const { attempt } = turn
    if (isSame(turn.feedback, rate)) return { turn: head(newest), attempt, feedback: turn.feedback }
    const { rating, comment } = rate
    const feedback = isNone(rate) ? null : { rating, comment, at: new Date().toISOString() }
    this.#notebook.rate(turn, feedback)
    this.#projection.used(retentionDays)
    this.#projection.changed()
    return { turn: head(newest), attempt, feedback }
  }

  #answer(turn: StoredTurn, site: Site): Response {
    return eventStream(this.#line.enter(turn, site).attach(null))
  }

  /** What is still in memory is replayed from the event after the last one seen; everything else comes whole. */
  #resume(turn: StoredTurn, lastEventId: string | null): Response {
    const after = readEventId(turn.seq, lastEventId)
    const live = this.#line.live(turn.id)
    if (live?.hasAfter(after)) return eventStream(live.attach(after))
    // A snapshot is the end of a stream: of a turn that is on its way it would be a lie.
    if (!isFinal(turn.state)) throw new Failure('session_unavailable', { retryAfterSeconds: 1 })
    const whole = this.#notebook.history().find(({ id }) => id === turn.id)
    if (!whole) throw new Failure('unknown_turn')
    return eventStream(encodeEvent(turn.seq, turn.lastEvent, { event: 'snapshot', data: { turn: whole } }))
  }

  async #stop(id: string): Promise<{ turn: TurnHead }> {
    this.#require(id)
    await this.#line.stop(id)
    return { turn: head(this.#require(id)) }
  }

  /** Words that are on their way are in memory only, or newest there. */
  #history(): SessionView {
    const turns = this.#notebook.history().map((turn) => {
      const live = isFinal(turn.state) ? undefined : this.#line.live(turn.id)
      return live ? { ...turn, answer: live.text, lastEventId: `${turn.seq}.${live.n}` } : turn
    })
    return { turns }
  }

  #require(id: string): StoredTurn {
    const turn = this.#notebook.find(id, null)
    if (!turn) throw new Failure('unknown_turn')
    return turn
  }
}

const isNone = ({ rating, comment }: Required<Rate>): boolean => rating === null && comment === ''

const isSame = (feedback: Feedback | null, rate: Required<Rate>): boolean =>
  feedback === null ? isNone(rate) : feedback.rating === rate.rating && feedback.comment === rate.comment
