import { Failure, type FailureCode } from '../../protocol/failure.ts'
import type { Feedback, FeedbackRequest, FeedbackSaved, SessionView, TurnHead } from '../../protocol/wire.ts'
import { errorText, type Log } from '../base/log.ts'
import type { TranscriptSearches } from '../transcripts/transcript-search.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
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

interface Dependencies {
  storage: DurableObjectStorage
  historyCopies: HistoryCopies
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
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
interface Candidate extends AdmissionRequest {
  write(): StoredTurn
}

/** One visitor's session: the only writer of its turns. */
export class SessionObject {
  readonly #dependencies: Pick<Dependencies, 'ledgers' | 'log'>
  readonly #turnStore: TurnStore
  readonly #lifecycle: Lifecycle
  readonly #admission: Admission
  readonly #turnQueue: TurnQueue
  readonly #admissionQueue = new Mutex()
  readonly #sql: SqlStorage
  /** Whose session it is, as soon as somebody has asked. */
  #site: string | undefined

  constructor({ log, ...others }: Dependencies) {
    const dependencies: Dependencies = { ...others, log: (entry) => log({ site: this.#site, ...entry }) }
    this.#dependencies = dependencies
    const turnStore = new TurnStore(dependencies.storage.sql)
    const contextWindow = new ContextWindow(turnStore)
    const usageRecords = new UsageRecords(dependencies.storage.sql, dependencies.quoteOf)
    const lease = new Lease(dependencies.storage, usageRecords)
    const usageReporter = new UsageReporter({ ...dependencies, usageRecords, lease })
    const lifecycle = new Lifecycle({ ...dependencies, turnStore, usageRecords, usageReporter })
    const ask = lifecycle.lease.bind(lifecycle)
    this.#sql = dependencies.storage.sql
    this.#turnStore = turnStore
    this.#lifecycle = lifecycle
    this.#admission = new Admission({ ...dependencies, turnStore, usageRecords, contextWindow, lease, ask })
    const rested = ({ site, reservation }: Admitted) => void this.#admission.ahead(site, reservation.visitor)
    const admitNotes = (
      { site, reservation }: Admitted,
      notes: Pick<TokenUsage, 'promptTokens' | 'completionTokens'>,
    ) => this.#admission.admitNotes({ site, visitor: reservation.visitor, seq: null, question: '', page: null }, notes)
    this.#turnQueue = new TurnQueue({
      ...dependencies,
      turnStore,
      usageRecords,
      lifecycle,
      contextWindow,
      admitNotes,
      rested,
    })
    this.#lifecycle.recover()
  }

  /**
   * @throws Failure `session_forgotten`, `history_unavailable`; `turn_conflict` (ask, retry, rate); `busy` (ask, retry);
   * `unknown_turn` (retry, resume, stop, rate); what `Admission` throws (ask, retry).
   */
  async run({ holder, order: command, request }: SessionRequest): Promise<Response> {
    this.#site = holder.site
    try {
      await this.#lifecycle.ready(holder)
    } catch (error) {
      // What cannot be read can be forgotten.
      if (command.do !== 'forget' || !(error instanceof Failure) || error.code !== 'history_unavailable') throw error
    }
    switch (command.do) {
      case 'ask':
        return this.#enter(holder, () => this.#ask(command, request))
      case 'retry':
        return this.#enter(holder, () => this.#retry(command, request))
      case 'resume':
        return this.#resume(this.#require(command.id), command.after)
      case 'stop':
        return Response.json(await this.#stop(command.id))
      case 'rate':
        return Response.json(this.#rate(command))
      case 'history':
        if (command.site) void this.#admission.ahead(command.site, command.visitor ?? null)
        return Response.json(this.#history())
      case 'forget':
        this.#lifecycle.beginToForget(holder)
        await this.#turnQueue.forget()
        await this.#lifecycle.forget(holder)
        return new Response(null, { status: 204 })
      default:
        return command satisfies never
    }
  }

  /** Never throws: an alarm that throws is repeated a few times and then given up. */
  alarm(): Promise<void> {
    return this.#lifecycle.alarm(this.#turnQueue.working)
  }

  /**
   * One question gets in at a time, in the order they came. While the ledger is asked, no other slips past, and the same
   * question sent again finds its turn. A question that is refused has left nothing.
   */
  async #enter(holder: SessionRef, find: () => Response | Candidate): Promise<Response> {
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
      await this.#dependencies.ledgers(site).refuse(code)
    } catch (error) {
      this.#dependencies.log({ event: 'ledger', code: 'session_unavailable', detail: errorText(error) })
    }
  }

  async #enterOnce(holder: SessionRef, find: () => Response | Candidate): Promise<Response> {
    // What is there already waits for nobody.
    const known = find()
    if (known instanceof Response) return known
    return this.#admissionQueue.run('', async () => {
      let answered: Admitted | null = null
      for (let tries = 0; tries < TRIES; tries += 1) {
        const candidate = find()
        if (candidate instanceof Response) return candidate
        this.#turnQueue.requirePlace()
        requireRoom(this.#sql, candidate.seq)
        const admitted = answered ?? this.#admission.admit(candidate)
        if (admitted)
          return eventStream(this.#turnQueue.enter(candidate.write(), admitted, candidate.request).attach(null))
        answered = await this.#admission.reserve(candidate)
        // Much may have happened meanwhile: from here on nothing waits.
        await this.#lifecycle.ready(holder)
      }
      throw new Failure('busy', { retryAfterSeconds: BUSY_SECONDS })
    })
  }

  #ask({ question, site, visitor }: Extract<SessionCommand, { do: 'ask' }>, request?: string): Response | Candidate {
    const { id, text, page = null } = question
    const known = this.#turnStore.find(id, null)
    if (known && known.original !== text) throw new Failure('turn_conflict', { param: 'id' })
    if (known) return this.#resume(known, null)
    const write = () => this.#turnStore.open(question, site.version, Date.now())
    return { request, site, visitor: visitor ?? null, seq: null, question: text, page, write }
  }

  #retry(
    { id, attempt, text, site, visitor }: Extract<SessionCommand, { do: 'retry' }>,
    request?: string,
  ): Response | Candidate {
    const turn = this.#require(id)
    const isThere = attempt === turn.attempt || (text === null && !isFinal(turn.state))
    if (isThere && (text === null || text === turn.question)) return this.#resume(turn, null)
    if (isThere) throw new Failure('turn_conflict', { param: 'text' })
    if (!isFinal(turn.state) || (attempt !== null && attempt !== turn.attempt + 1)) {
      throw new Failure('turn_conflict', { param: 'attempt' })
    }
    // What was said after an older question was said in view of it.
    if (text !== null && !this.#turnStore.isLast(turn)) throw new Failure('turn_conflict', { param: 'id' })
    const { seq, question, page } = turn
    const write = () => this.#turnStore.again(turn, { text, personaVersion: site.version, now: Date.now() })
    return { request, site, visitor: visitor ?? null, seq, question: text ?? question, page, write }
  }

  #rate({ id, rate, retentionDays }: Extract<SessionCommand, { do: 'rate' }>): FeedbackSaved {
    const newest = this.#require(id)
    const turn = this.#turnStore.find(id, rate.attempt)
    if (!turn) throw new Failure('unknown_turn', { param: 'attempt' })
    if (!isFinal(turn.state)) throw new Failure('turn_conflict', { param: 'attempt' })
    const { attempt } = turn
    if (isSame(turn.feedback, rate)) return { turn: head(newest), attempt, feedback: turn.feedback }
    const { rating, comment } = rate
    const feedback = isNone(rate) ? null : { rating, comment, at: new Date().toISOString() }
    this.#turnStore.rate(turn, feedback)
    this.#lifecycle.used(retentionDays)
    this.#lifecycle.rated(this.#turnQueue.working)
    return { turn: head(newest), attempt, feedback }
  }

  /** What is still in memory is replayed from the event after the last one seen; everything else comes whole. */
  #resume(turn: StoredTurn, lastEventId: string | null): Response {
    const after = readEventId(turn.seq, lastEventId)
    const live = this.#turnQueue.live(turn.id)
    if (live?.hasAfter(after)) return eventStream(live.attach(after))
    // A snapshot is the end of a stream: of a turn that is on its way it would be a lie.
    if (!isFinal(turn.state)) throw new Failure('session_unavailable', { retryAfterSeconds: 1 })
    const whole = this.#turnStore.history().find(({ id }) => id === turn.id)
    if (!whole) throw new Failure('unknown_turn')
    return eventStream(encodeEvent(turn.seq, turn.lastEvent, { event: 'snapshot', data: { turn: whole } }))
  }

  async #stop(id: string): Promise<{ turn: TurnHead }> {
    this.#require(id)
    await this.#turnQueue.stop(id)
    return { turn: head(this.#require(id)) }
  }

  /** Words that are on their way are in memory only, or newest there. */
  #history(): SessionView {
    const turns = this.#turnStore.history().map((turn) => {
      const live = isFinal(turn.state) ? undefined : this.#turnQueue.live(turn.id)
      return live ? { ...turn, answer: live.text, lastEventId: `${turn.seq}.${live.n}` } : turn
    })
    return { turns }
  }

  #require(id: string): StoredTurn {
    const turn = this.#turnStore.find(id, null)
    if (!turn) throw new Failure('unknown_turn')
    return turn
  }
}

const isNone = ({ rating, comment }: Required<FeedbackRequest>): boolean => rating === null && comment === ''

const isSame = (feedback: Feedback | null, rate: Required<FeedbackRequest>): boolean =>
  feedback === null ? isNone(rate) : feedback.rating === rate.rating && feedback.comment === rate.comment
