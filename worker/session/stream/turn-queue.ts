import { Failure, failureBody } from '../../../protocol/failure.ts'
import { field } from '../../../protocol/record.ts'
import type { TurnEvent } from '../../../protocol/wire.ts'
import { faultLine, type Log, type LogEntry } from '../../base/log.ts'
import type { UsageRecord } from '../../limits/ledger.ts'
import { chatRequest } from '../context/prompt.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import type { Upstream } from '../../providers/upstream.ts'
import type { TokenUsage } from '../../providers/pricing/token-usage.ts'
import { FALLBACK, type Admitted } from '../usage/admission.ts'
import { answer, type Outcome } from './answer.ts'
import { LiveTurn } from './live-turn.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import { head, type StoredTurn } from '../turns/stored-turn.ts'
import type { Reservation, UsageRecords } from '../usage/usage-records.ts'
import type { ContextWindow } from '../context/context-window.ts'
import { Summarizer } from './summarizer.ts'

interface Partners {
  storage: DurableObjectStorage
  notebook: TurnStore
  receipts: UsageRecords
  projection: TurnWatcher
  recollection: ContextWindow
  upstream: Upstream
  /** What notes may be written with; null: not now. */
  permitNotes(permit: Admitted, notes: Pick<TokenUsage, 'promptTokens' | 'completionTokens'>): Promise<Reservation | null>
  /** Nobody waits any more, after this turn. */
  rested(permit: Admitted): void
  log: Log
  /** Drops everything in memory, as a crash would; the next request finds what is on disk. */
  restart(): void
}

/** What the session's lifecycle is told of its turns. */
interface TurnWatcher {
  /** A turn was accepted: the object must not die unnoticed. */
  watch(retentionDays: number): void
  /** A turn has ended; others may be on their way. */
  changed(isWorking: boolean): void
  /** Something was used, and no turn has changed. */
  spent(): void
}

/** Turns that may wait behind the one being answered. */
const WAITING = 2
/** How soon a page that met a full line should try again. */
const BUSY_SECONDS = 2

interface QueuedTurn {
  turn: StoredTurn
  permit: Admitted
  live: LiveTurn
  since: number
  /** Which request asked for it, for the log. */
  request: string | undefined
  /** What its prompt was estimated at; null: no provider was asked. */
  promptTokens: number | null
}

const STOPPED: Outcome = {
  state: 'stopped',
  failure: null,
  completion: noCompletion(),
  firstWordAt: null,
  tries: [],
  detail: undefined,
}

/** The turns of a session on their way, one answered at a time, in the order they came. */
export class TurnQueue {
  readonly #partners: Partners
  readonly #summarizer: Summarizer
  /** The first one is being answered. */
  readonly #places: QueuedTurn[] = []
  /** Turns whose events are in memory: those in the line, and the one that was settled last. */
  readonly #live = new Map<string, LiveTurn>()
  #lastSettled: { id: string; live: LiveTurn } | undefined
  #forgotten = false
  #working: Promise<void> = Promise.resolve()

  constructor(partners: Partners) {
    this.#partners = partners
    this.#summarizer = new Summarizer(partners)
  }

  get working(): boolean {
    return this.#places.length > 0
  }

  live(id: string): LiveTurn | undefined {
    return this.#live.get(id)
  }

  /** @throws Failure `busy`, `session_forgotten`. */
  requirePlace(): void {
    if (this.#forgotten) throw new Failure('session_forgotten')
    if (this.#places.length > WAITING) throw new Failure('busy', { retryAfterSeconds: BUSY_SECONDS })
  }

  enter(turn: StoredTurn, permit: Admitted, request?: string): LiveTurn {
    this.#summarizer.stop()
    const { site, claim } = permit
    const { seq, attempt, lastEvent: first } = turn
    const live = new LiveTurn({ seq, attempt, first, detachedSeconds: site.detachedSeconds })
    const place: QueuedTurn = { turn, permit, live, since: Date.now(), request, promptTokens: null }
    this.#live.set(turn.id, live)
    this.#partners.receipts.open(turn, place.since, claim)
    this.#partners.projection.watch(site.retentionDays)
    const isFirst = this.#places.push(place) === 1
    if (isFirst) this.#begin(place)
    live.say({ event: 'accepted', data: { turn: head(place.turn) } })
    if (isFirst) this.#working = this.#work()
    return live
  }

  /** Ends the turn where it is; resolves when it is settled. */
  async stop(id: string): Promise<void> {
    const index = this.#places.findIndex(({ turn }) => turn.id === id)
    const place = this.#places[index]
    if (!place) return
    place.live.end('stopped')
    if (index > 0) {
      this.#places.splice(index, 1)
      await this.#settle(place, STOPPED)
    }
    await place.live.closed
  }

  /** Ends every turn without writing a word of it, and takes no other. */
  async forget(): Promise<void> {
    this.#forgotten = true
    for (const { live } of this.#places) live.end('forgotten')
    await this.#working
    await this.#summarizer.stop()
    this.#live.clear()
  }

  async #work(): Promise<void> {
    try {
      for (let place = this.#places[0]; place; place = this.#places[0]) {
        if (place.turn.state === 'queued') this.#begin(place)
        await this.#settle(place, await this.#answer(place))
        this.#places.shift()
        if (this.working || this.#forgotten) continue
        const { turn, permit } = place
        void this.#summarizer.start(turn, permit).then(() => this.#forgotten || this.#partners.rested(permit))
      }
    } catch (error) {
      this.#giveUp(error)
    }
  }

  /** Storage that cannot be written: what is in memory and what is on disk are no longer the same. */
  #giveUp(error: unknown): void {
    this.#partners.log(faultLine(error))
    this.#partners.restart()
  }

  #begin(place: QueuedTurn): void {
    place.turn = this.#partners.notebook.move(place.turn, 'streaming')
  }

  #answer(place: QueuedTurn): Promise<Outcome> {
    const { turn, live, request: asked } = place
    const { site, words } = place.permit
    const { notebook, receipts, recollection, upstream } = this.#partners
    const keep = (text: string) => {
      try {
        notebook.checkpoint(turn.seq, live.n, text)
      } catch (error) {
        this.#giveUp(error)
      }
    }
    if (words !== null) return answer(live, chatRequest(site, []), { upstream: saying(words), keep })
    const { messages, tokens } = recollection.messages(site, turn)
    const request = chatRequest(site, messages)
    const answering = answer(live, request, { upstream: (body, signal) => upstream(body, signal, asked), keep })
    // The request is on its way: counting now keeps nobody waiting.
    if (live.ending === null) {
      place.promptTokens = tokens
      receipts.sent(turn, {
        asked: { provider: request.provider, model: request.model },
        promptTokens: tokens,
      })
    }
    return answering
  }

  async #settle({ turn, permit, live, since, request, promptTokens }: QueuedTurn, outcome: Outcome): Promise<void> {
    const { storage, notebook, receipts, recollection, projection, log } = this.#partners
    const now = Date.now()
    const over = {
      ...outcome,
      answer: live.text,
      firstWordMilliseconds: outcome.firstWordAt === null ? null : outcome.firstWordAt - since,
      wholeMilliseconds: now - since,
    }
    // Also when the visitor is being forgotten: what was used was used.
    const receipt = receipts.close(turn, over, now)
    const told = field(outcome.completion.usage, 'prompt_tokens')
    if (promptTokens !== null && typeof told === 'number') recollection.learn(permit.site, promptTokens, told)
    if (live.ending !== 'forgotten') {
      const settled = notebook.settle(turn, { ...over, lastEvent: live.n + 1 })
      projection.changed(this.#places.some((place) => place.live !== live))
      // Nobody is told that an answer is complete before it is on disk.
      await storage.sync()
      live.say(lastEvent(settled))
      log({ ...logEntry(settled, outcome, receipt), request })
    }
    live.close()
    this.#keepOnly(turn.id, live)
  }

  /** Of the settled turns one stays in memory; a turn that is being tried again is in the line and stays anyway. */
  #keepOnly(id: string, live: LiveTurn): void {
    const last = this.#lastSettled
    if (last && last.live !== live && this.#live.get(last.id) === last.live) this.#live.delete(last.id)
    this.#lastSettled = { id, live }
  }
}

/** An answer that no provider is asked for: the owner's own words. */
const saying = (text: string): Upstream =>
  async function* () {
    yield { text, completion: { ...noCompletion(), finishReason: FALLBACK } }
  }

function lastEvent(turn: StoredTurn): TurnEvent {
  return turn.failure === null
    ? { event: 'done', data: { turn: head(turn) } }
    : { event: 'failed', data: { error: failureBody(turn.failure), turn: head(turn) } }
}

function logEntry(turn: StoredTurn, { detail }: Outcome, receipt: UsageRecord | null): LogEntry {
  const { id, seq, attempt, state, failure, personaVersion, question, answer, completion } = turn
  return {
    event: 'turn',
    turn: id,
    seq,
    attempt,
    state,
    code: failure,
    detail,
    personaVersion,
    milliseconds: receipt?.wholeMilliseconds,
    firstWordMilliseconds: receipt?.firstWordMilliseconds,
    provider: completion.provider,
    model: completion.model,
    finishReason: completion.finishReason,
    ...receipt?.spent,
    costMicroUsd: receipt?.costMicroUsd,
    questionCharacters: question.length,
    answerCharacters: answer.length,
  }
}
