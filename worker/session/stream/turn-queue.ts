import { Failure, failureBody } from '../../../protocol/failure.ts'
import { field } from '../../../protocol/record.ts'
import type { TurnEvent } from '../../../protocol/schemas/turn-event.ts'
import { faultLine, type Log } from '../../base/log.ts'
import { chatRequest } from '../context/prompt.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import type { Piece, Upstream } from '../../providers/upstream.ts'
import { FALLBACK, type Admitted } from '../usage/admission.ts'
import { answer, logEntry, type Outcome } from './answer.ts'
import { LiveTurn } from './live-turn.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import { head, type StoredTurn } from '../turns/stored-turn.ts'
import { partsOf } from '../turns/values.ts'
import type { UsageRecords } from '../usage/usage-records.ts'
import type { ContextWindow } from '../context/context-window.ts'

interface Dependencies {
  storage: DurableObjectStorage
  turnStore: TurnStore
  usageRecords: UsageRecords
  lifecycle: TurnWatcher
  contextWindow: ContextWindow
  upstream: Upstream
  log: Log
  /** Drops everything in memory, as a crash would; the next request reads from disk. */
  restart(): void
}

/** Tells the session's lifecycle about its turns. */
interface TurnWatcher {
  /** A turn was accepted: if the object dies, something must notice. */
  accepted(retentionDays: number): void
  /** A turn has ended; others may be in progress. */
  settled(): void
}

/** Turns that may wait behind the one being answered. */
const WAITING = 2
/** How soon a page should try again when the queue was full. */
const BUSY_SECONDS = 2

interface QueuedTurn {
  turn: StoredTurn
  admitted: Admitted
  live: LiveTurn
  since: number
  /** The request that asked for it, for the log. */
  request: string | undefined
  /** The estimate of its prompt; null: no provider was asked. */
  promptTokens: number | null
  /** Call this when it is settled. */
  end(): void
}

/** A turn in progress: its events, and a promise that resolves when it ends. */
export interface PushedTurn {
  live: LiveTurn
  ended: Promise<void>
}

const STOPPED: Outcome = {
  state: 'stopped',
  failure: null,
  completion: noCompletion(),
  parts: {},
  firstWordAt: null,
  tries: [],
  detail: undefined,
}

/** The session's turns in progress. They are answered one at a time, in the order they came. */
export class TurnQueue {
  readonly #dependencies: Dependencies
  /** The first one is being answered. */
  readonly #queue: QueuedTurn[] = []
  /** Turns whose events are in memory: those in the queue, and the one that was settled last. */
  readonly #live = new Map<string, LiveTurn>()
  #lastSettled: { id: string; live: LiveTurn } | undefined
  #forgotten = false
  #working: Promise<void> = Promise.resolve()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** No answer is in progress, and the session accepts questions. */
  get isIdle(): boolean {
    return this.#queue.length === 0 && !this.#forgotten
  }

  live(id: string): LiveTurn | undefined {
    return this.#live.get(id)
  }

  /** @throws Failure `busy`, `session_forgotten`. */
  requireFree(): void {
    if (this.#forgotten) throw new Failure('session_forgotten')
    if (this.#queue.length > WAITING) throw new Failure('busy', { retryAfterSeconds: BUSY_SECONDS })
  }

  push(turn: StoredTurn, admitted: Admitted, request?: string): PushedTurn {
    const { site, reservation } = admitted
    const { seq, attempt, lastEvent: first } = turn
    const live = new LiveTurn({ seq, attempt, first, detachedSeconds: site.detachedSeconds })
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const queued: QueuedTurn = { turn, admitted, live, since: Date.now(), request, promptTokens: null, end }
    this.#live.set(turn.id, live)
    this.#dependencies.usageRecords.open(turn, queued.since, reservation)
    this.#dependencies.lifecycle.accepted(site.retentionDays)
    const isFirst = this.#queue.push(queued) === 1
    if (isFirst) this.#begin(queued)
    live.say({ event: 'accepted', data: { turn: head(queued.turn) } })
    if (isFirst) this.#working = this.#work()
    return { live, ended }
  }

  /** Ends the turn at its current words; resolves when it is settled. */
  async stop(id: string): Promise<void> {
    const index = this.#queue.findIndex(({ turn }) => turn.id === id)
    const queued = this.#queue[index]
    if (!queued) return
    queued.live.end('stopped')
    if (index > 0) {
      this.#queue.splice(index, 1)
      await this.#settle(queued, STOPPED)
      queued.end()
    }
    await queued.live.closed
  }

  /** Ends every turn without writing a word of it, and accepts no more. */
  async forget(): Promise<void> {
    this.#forgotten = true
    for (const { live } of this.#queue) live.end('forgotten')
    await this.#working
    this.#live.clear()
  }

  async #work(): Promise<void> {
    try {
      for (let queued = this.#queue[0]; queued; queued = this.#queue[0]) {
        if (queued.turn.state === 'queued') this.#begin(queued)
        await this.#settle(queued, await this.#answer(queued))
        this.#queue.shift()
        queued.end()
      }
    } catch (error) {
      this.#giveUp(error)
    }
  }

  /** Storage cannot be written: memory and disk no longer agree. */
  #giveUp(error: unknown): void {
    this.#dependencies.log(faultLine(error))
    this.#dependencies.restart()
  }

  #begin(queued: QueuedTurn): void {
    queued.turn = this.#dependencies.turnStore.move(queued.turn, 'streaming')
  }

  #answer(queued: QueuedTurn): Promise<Outcome> {
    const { turn, live, request: asked } = queued
    const { site, words } = queued.admitted
    const { turnStore, usageRecords, contextWindow, upstream } = this.#dependencies
    const keep = (text: string) => {
      try {
        turnStore.checkpoint(turn.seq, live.n, text)
      } catch (error) {
        this.#giveUp(error)
      }
    }
    if (words !== null) return answer(live, saying(words), keep)
    const { messages, tokens } = contextWindow.messages(site, turn)
    const request = chatRequest(site, messages)
    const answering = answer(live, upstream(request, live.signal, asked), keep)
    // The request is already sent, so counting now delays nobody.
    if (live.ending === null) {
      queued.promptTokens = tokens
      const { provider, model } = request
      usageRecords.sent(turn, { asked: { provider, model }, promptTokens: tokens })
    }
    return answering
  }

  async #settle({ turn, admitted, live, since, request, promptTokens }: QueuedTurn, outcome: Outcome): Promise<void> {
    const { storage, turnStore, usageRecords, contextWindow, lifecycle, log } = this.#dependencies
    const now = Date.now()
    const over = {
      ...outcome,
      answer: live.text,
      firstWordMilliseconds: outcome.firstWordAt === null ? null : outcome.firstWordAt - since,
      wholeMilliseconds: now - since,
    }
    // Also when the visitor is being forgotten: used tokens are counted.
    const usageRecord = usageRecords.close(turn, over, now)
    const told = field(outcome.completion.usage, 'prompt_tokens')
    if (promptTokens !== null && typeof told === 'number') contextWindow.learn(admitted.site, promptTokens, told)
    if (live.ending !== 'forgotten') {
      const settled = turnStore.settle(turn, {
        ...over,
        answer: { ...outcome.parts, text: live.text },
        lastEvent: live.n + 1,
      })
      lifecycle.settled()
      // No page learns that an answer is complete before it is on disk.
      await storage.sync()
      live.say(lastEvent(settled))
      log({ ...logEntry(settled, outcome, usageRecord), request })
    }
    live.close()
    this.#keepOnly(turn.id, live)
  }

  /** One settled turn stays in memory; a turn that is being retried is in the queue and stays anyway. */
  #keepOnly(id: string, live: LiveTurn): void {
    const last = this.#lastSettled
    if (last && last.live !== live && this.#live.get(last.id) === last.live) this.#live.delete(last.id)
    this.#lastSettled = { id, live }
  }
}

/** An answer in the owner's own words, without asking a provider. */
async function* saying(text: string): AsyncGenerator<Piece, void> {
  yield { text, completion: { ...noCompletion(), finishReason: FALLBACK } }
}

function lastEvent(turn: StoredTurn): TurnEvent {
  const parts = partsOf(turn.answer)
  return turn.failure === null
    ? { event: 'done', data: { ...parts, turn: head(turn) } }
    : { event: 'failed', data: { ...parts, error: failureBody(turn.failure), turn: head(turn) } }
}
