import { Failure } from '../../protocol/failure.ts'
import type { Feedback, FeedbackSaved, TurnHead } from '../../protocol/schemas/turn.ts'
import type { FeedbackRequest } from '../../protocol/schemas/turn-request.ts'
import type { SessionView } from '../../protocol/schemas/session.ts'
import type { Log } from '../base/log.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
import type { DearestOf, QuoteOf } from '../providers/pricing/price.ts'
import type { Upstream } from '../providers/upstream.ts'
import type { TranscriptSearches } from '../transcripts/transcript-search.ts'
import type { SessionCommand, SessionRequest } from './command.ts'
import { ContextWindow } from './context/context-window.ts'
import { Entrance } from './entrance.ts'
import { Alarm } from './lifecycle/alarm.ts'
import type { HistoryCopies } from './lifecycle/history-copy.ts'
import { Lifecycle } from './lifecycle/lifecycle.ts'
import { SyncStore } from './lifecycle/sync-store.ts'
import { encodeEvent, eventStream, readEventId } from './stream/event-stream.ts'
import type { LiveTurn } from './stream/live-turn.ts'
import { Summarizer } from './stream/summarizer.ts'
import { TurnQueue } from './stream/turn-queue.ts'
import { head, type StoredTurn } from './turns/stored-turn.ts'
import { isFinal } from './turns/stored-turn.ts'
import type { PartNames } from './turns/values.ts'
import { TurnStore } from './turns/turn-store.ts'
import { Admission } from './usage/admission.ts'
import { Lease } from './usage/lease.ts'
import { UsageRecords } from './usage/usage-records.ts'
import { UsageReporter } from './usage/usage-reporter.ts'

interface Dependencies {
  storage: DurableObjectStorage
  historyCopies: HistoryCopies
  ledgers: SiteLedgers
  transcriptSearches: TranscriptSearches
  quoteOf: QuoteOf
  dearestOf: DearestOf
  upstream: Upstream
  /** Names of the parts of questions and answers; by default all that are declared. */
  partNames?: PartNames
  log: Log
  /** Drops everything in memory, as a crash would; the next request reads from disk. */
  restart(): void
}

/** One visitor's session: the only writer of its turns. */
export class SessionObject {
  readonly #alarm: Alarm
  readonly #turnStore: TurnStore
  readonly #lifecycle: Lifecycle
  readonly #admission: Admission
  readonly #turnQueue: TurnQueue
  readonly #summarizer: Summarizer
  readonly #entrance: Entrance
  /** Known after the first request. */
  #site: string | undefined

  constructor({ log, ...others }: Dependencies) {
    const outside: Dependencies = { ...others, log: (entry) => log({ site: this.#site, ...entry }) }
    const { storage } = outside
    const alarm = new Alarm(storage)
    const syncStore = new SyncStore(storage.kv)
    const turnStore = new TurnStore(storage.sql, outside.partNames)
    const contextWindow = new ContextWindow(turnStore)
    const usageRecords = new UsageRecords(storage.sql, outside.quoteOf)
    const lease = new Lease(storage, usageRecords)
    const stores = { ...outside, alarm, syncStore, turnStore, contextWindow, usageRecords, lease }
    const usageReporter = new UsageReporter(stores)
    const admission = new Admission({ ...stores, usageReporter })
    const lifecycle = new Lifecycle({ ...stores, usageReporter })
    const turnQueue = new TurnQueue({ ...stores, lifecycle })
    const summarizer = new Summarizer({ ...stores, usageReporter, admission })
    this.#alarm = alarm
    this.#turnStore = turnStore
    this.#lifecycle = lifecycle
    this.#admission = admission
    this.#turnQueue = turnQueue
    this.#summarizer = summarizer
    this.#entrance = new Entrance({ ...stores, lifecycle, admission, turnQueue, summarizer })
    lifecycle.recover()
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
      // A session that cannot be read can still be forgotten.
      if (command.do !== 'forget' || !(error instanceof Failure) || error.code !== 'history_unavailable') throw error
    }
    switch (command.do) {
      case 'ask':
      case 'retry':
        return this.#answer(await this.#entrance.enter(holder, command, request))
      case 'resume':
        return this.#resume(this.#turnStore.require(command.id), command.after)
      case 'stop':
        return Response.json(await this.#stop(command.id))
      case 'rate':
        return Response.json(this.#setFeedback(command))
      case 'history':
        if (command.site) void this.#admission.ahead(command.site, command.visitor ?? null)
        return Response.json(this.#history())
      case 'forget':
        this.#lifecycle.beginToForget(holder)
        await this.#turnQueue.forget()
        await this.#summarizer.stop()
        await this.#lifecycle.forget(holder)
        return new Response(null, { status: 204 })
      default:
        return command satisfies never
    }
  }

  /** Never throws. */
  alarm(): Promise<void> {
    return this.#alarm.ring()
  }

  #answer(entered: { known: StoredTurn } | { live: LiveTurn }): Response {
    return 'known' in entered ? this.#resume(entered.known, null) : eventStream(entered.live.attach(null))
  }

  #setFeedback({ id, rate, retentionDays }: Extract<SessionCommand, { do: 'rate' }>): FeedbackSaved {
    const newest = this.#turnStore.require(id)
    const turn = this.#turnStore.find(id, rate.attempt)
    if (!turn) throw new Failure('unknown_turn', { param: 'attempt' })
    if (!isFinal(turn.state)) throw new Failure('turn_conflict', { param: 'attempt' })
    const { attempt } = turn
    if (isSame(turn.feedback, rate)) return { turn: head(newest), attempt, feedback: turn.feedback }
    const { rating, comment } = rate
    const feedback = isNone(rate) ? null : { rating, comment, at: new Date().toISOString() }
    this.#turnStore.setFeedback(turn, feedback)
    this.#lifecycle.used(retentionDays)
    this.#lifecycle.feedbackChanged()
    return { turn: head(newest), attempt, feedback }
  }

  /** Events in memory are replayed from the one after the last seen; everything else is sent whole. */
  #resume(turn: StoredTurn, lastEventId: string | null): Response {
    const after = readEventId(turn.seq, lastEventId)
    const live = this.#turnQueue.live(turn.id)
    if (live?.hasAfter(after)) return eventStream(live.attach(after))
    // A snapshot ends a stream, so it would be wrong for a turn in progress.
    if (!isFinal(turn.state)) throw new Failure('session_unavailable', { retryAfterSeconds: 1 })
    const whole = this.#turnStore.history().find(({ id }) => id === turn.id)
    if (!whole) throw new Failure('unknown_turn')
    return eventStream(encodeEvent(turn.seq, turn.lastEvent, { event: 'snapshot', data: { turn: whole } }))
  }

  async #stop(id: string): Promise<{ turn: TurnHead }> {
    this.#turnStore.require(id)
    await this.#turnQueue.stop(id)
    return { turn: head(this.#turnStore.require(id)) }
  }

  /** Words of an answer in progress exist only in memory, or are newest there. */
  #history(): SessionView {
    const turns = this.#turnStore.history().map((turn) => {
      const live = isFinal(turn.state) ? undefined : this.#turnQueue.live(turn.id)
      return live ? { ...turn, answer: live.text, lastEventId: `${turn.seq}.${live.n}` } : turn
    })
    return { turns }
  }
}

const isNone = ({ rating, comment }: Required<FeedbackRequest>): boolean => rating === null && comment === ''

const isSame = (feedback: Feedback | null, rate: Required<FeedbackRequest>): boolean =>
  feedback === null ? isNone(rate) : feedback.rating === rate.rating && feedback.comment === rate.comment
