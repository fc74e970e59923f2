import { Failure, type FailureCode } from '../../protocol/failure.ts'
import type { Feedback, FeedbackRequest, FeedbackSaved, SessionView, TurnHead } from '../../protocol/wire.ts'
import { errorText, type Log } from '../base/log.ts'
import type { TranscriptSearches } from '../transcripts/transcript-search.ts'
import type { Ledgers } from '../limits/ledger.ts'
import { Mutex } from '../base/mutex.ts'
import type { DearestOf, QuoteOf } from '../providers/pricing/price.ts'
import type { Upstream } from '../providers/upstream.ts'
import type { TokenUsage } from '../providers/pricing/token-usage.ts'
import { Admission, type AdmissionRequest, type Admitted } from './usage/admission.ts'
import { encodeEvent, eventStream, readEventId } from './stream/event-stream.ts'
import type { HistoryCopies } from './lifecycle/history-copy.ts'
import { Lease } from './usage/lease.ts'
import { TurnQueue } from './stream/turn-queue.ts'
import { TurnStore } from './turns/turn-store.ts'
import { head, type StoredTurn } from './turns/stored-turn.ts'
import type { SessionRequest, SessionRef, SessionCommand } from './command.ts'
import { Lifecycle } from './lifecycle/lifecycle.ts'
import { UsageRecords } from './usage/usage-records.ts'
import { ContextWindow } from './context/context-window.ts'
import { UsageReporter } from './usage/usage-reporter.ts'
import { requireRoom } from './turns/session-limits.ts'
import { isFinal } from './turns/transitions.ts'

interface Partners {
  storage: DurableObjectStorage
  histories: HistoryCopies
  ledgers: Ledgers
  archives: TranscriptSearches
  quoteOf: QuoteOf
  dearestOf: DearestOf
  upstream: Upstream
  log: Log
  /** Drops everything in memory, as a crash would; the next request finds what is on disk. */
  restart(): void
}

/** A question that found no room twice, although there was some when it was looked for. */
const TRIES = 3
const BUSY_SECONDS = 2

/** Why a question is not asked of any model, and is not asked again a moment later: its owner wants to know how often. */
const REFUSED: ReadonlySet<FailureCode> = new Set([
  'session_limit_reached',
  'visitor_limit_reached',
  'site_limit_reached',
  'site_misconfigured',
])

/** A turn that may begin when there is room and enough is left. */
interface Entrant extends AdmissionRequest {
  write(): StoredTurn
}

/** One visitor's session: the only writer of its turns. */
export class SessionObject {
  readonly #partners: Pick<Partners, 'ledgers' | 'log'>
  readonly #notebook: TurnStore
  readonly #projection: Lifecycle
  readonly #allowance: Admission
  readonly #line: TurnQueue
  readonly #entrance = new Mutex()
  readonly #sql: SqlStorage
  /** Whose session it is, as soon as somebody has asked. */
  #site: string | undefined

  constructor({ log, ...others }: Partners) {
    const partners: Partners = { ...others, log: (entry) => log({ site: this.#site, ...entry }) }
    this.#partners = partners
    const notebook = new TurnStore(partners.storage.sql)
    const recollection = new ContextWindow(notebook)
    const receipts = new UsageRecords(partners.storage.sql, partners.quoteOf)
    const lease = new Lease(partners.storage, receipts)
    const recorder = new UsageReporter({ ...partners, receipts, lease })
    const projection = new Lifecycle({ ...partners, notebook, receipts, recorder })
    const ask = projection.lease.bind(projection)
    this.#sql = partners.storage.sql
    this.#notebook = notebook
    this.#projection = projection
    this.#allowance = new Admission({ ...partners, notebook, receipts, recollection, lease, ask })
    const rested = ({ site, claim }: Admitted) => void this.#allowance.ahead(site, claim.visitor)
    const permitNotes = ({ site, claim }: Admitted, notes: Pick<TokenUsage, 'promptTokens' | 'completionTokens'>) =>
      this.#allowance.permitNotes({ site, visitor: claim.visitor, seq: null, question: '', page: null }, notes)
    this.#line = new TurnQueue({ ...partners, notebook, receipts, projection, recollection, permitNotes, rested })
    this.#projection.recover()
  }

  /**
   * @throws Failure `session_forgotten`, `history_unavailable`; `turn_conflict` (ask, retry, rate); `busy` (ask, retry);
   * `unknown_turn` (retry, resume, stop, rate); what `Allowance` throws (ask, retry).
   */
  async run({ holder, order, request }: SessionRequest): Promise<Response> {
    this.#site = holder.site
    try {
      await this.#projection.ready(holder)
    } catch (error) {
      // What cannot be read can be forgotten.
      if (order.do !== 'forget' || !(error instanceof Failure) || error.code !== 'history_unavailable') throw error
    }
    switch (order.do) {
      case 'ask':
        return this.#enter(holder, () => this.#ask(order, request))
      case 'retry':
        return this.#enter(holder, () => this.#retry(order, request))
      case 'resume':
        return this.#resume(this.#require(order.id), order.after)
      case 'stop':
        return Response.json(await this.#stop(order.id))
      case 'rate':
        return Response.json(this.#rate(order))
      case 'history':
        if (order.site) void this.#allowance.ahead(order.site, order.visitor ?? null)
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

  /**
   * One question gets in at a time, in the order they came. While the ledger is asked, no other slips past, and the same
   * question sent again finds its turn. A question that is refused has left nothing.
   */
  async #enter(holder: SessionRef, find: () => Response | Entrant): Promise<Response> {
    try {
      return await this.#enterOnce(holder, find)
    } catch (error) {
      if (error instanceof Failure && REFUSED.has(error.code)) void this.#countRefusal(holder.site, error.code)
      throw error
    }
  }

  /** Nobody waits for it, and a ledger that cannot count it now never hears of it: a refusal moves no limit. */
  async #countRefusal(site: string, code: FailureCode): Promise<void> {
    try {
      await this.#partners.ledgers(site).refuse(code)
    } catch (error) {
      this.#partners.log({ event: 'ledger', code: 'session_unavailable', detail: errorText(error) })
    }
  }

  async #enterOnce(holder: SessionRef, find: () => Response | Entrant): Promise<Response> {
    // What is there already waits for nobody.
    const known = find()
    if (known instanceof Response) return known
    return this.#entrance.run('', async () => {
      let answered: Admitted | null = null
      for (let tries = 0; tries < TRIES; tries += 1) {
        const entrant = find()
        if (entrant instanceof Response) return entrant
        this.#line.requirePlace()
        requireRoom(this.#sql, entrant.seq)
        const permit = answered ?? this.#allowance.permit(entrant)
        if (permit) return eventStream(this.#line.enter(entrant.write(), permit, entrant.request).attach(null))
        answered = await this.#allowance.request(entrant)
        // Much may have happened meanwhile: from here on nothing waits.
        await this.#projection.ready(holder)
      }
      throw new Failure('busy', { retryAfterSeconds: BUSY_SECONDS })
    })
  }

  #ask({ question, site, visitor }: Extract<SessionCommand, { do: 'ask' }>, request?: string): Response | Entrant {
    const { id, text, page = null } = question
    const known = this.#notebook.find(id, null)
    if (known && known.original !== text) throw new Failure('turn_conflict', { param: 'id' })
    if (known) return this.#resume(known, null)
    const write = () => this.#notebook.open(question, site.version, Date.now())
    return { request, site, visitor: visitor ?? null, seq: null, question: text, page, write }
  }

  #retry({ id, attempt, text, site, visitor }: Extract<SessionCommand, { do: 'retry' }>, request?: string): Response | Entrant {
    const turn = this.#require(id)
    const isThere = attempt === turn.attempt || (text === null && !isFinal(turn.state))
    if (isThere && (text === null || text === turn.question)) return this.#resume(turn, null)
    if (isThere) throw new Failure('turn_conflict', { param: 'text' })
    if (!isFinal(turn.state) || (attempt !== null && attempt !== turn.attempt + 1)) {
      throw new Failure('turn_conflict', { param: 'attempt' })
    }
    // What was said after an older question was said in view of it.
    if (text !== null && !this.#notebook.isLast(turn)) throw new Failure('turn_conflict', { param: 'id' })
    const { seq, question, page } = turn
    const write = () => this.#notebook.again(turn, { text, personaVersion: site.version, now: Date.now() })
    return { request, site, visitor: visitor ?? null, seq, question: text ?? question, page, write }
  }

  #rate({ id, rate, retentionDays }: Extract<SessionCommand, { do: 'rate' }>): FeedbackSaved {
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
    this.#projection.rated(this.#line.working)
    return { turn: head(newest), attempt, feedback }
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

const isNone = ({ rating, comment }: Required<FeedbackRequest>): boolean => rating === null && comment === ''

const isSame = (feedback: Feedback | null, rate: Required<FeedbackRequest>): boolean =>
  feedback === null ? isNone(rate) : feedback.rating === rate.rating && feedback.comment === rate.comment
