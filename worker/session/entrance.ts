import { Failure, type FailureCode } from '../../protocol/failure.ts'
import { isSameQuestion } from '../../protocol/schemas/question.ts'
import { errorText, type Log } from '../base/log.ts'
import { Mutex } from '../base/mutex.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
import type { SessionCommand, SessionRef } from './command.ts'
import type { Lifecycle } from './lifecycle/lifecycle.ts'
import type { LiveTurn } from './stream/live-turn.ts'
import type { Summarizer } from './stream/summarizer.ts'
import type { TurnQueue } from './stream/turn-queue.ts'
import { requireRoom } from './turns/session-limits.ts'
import { isFinal, type StoredTurn } from './turns/stored-turn.ts'
import type { TurnStore } from './turns/turn-store.ts'
import type { Admission, AdmissionRequest, Admitted } from './usage/admission.ts'

interface Dependencies {
  storage: DurableObjectStorage
  turnStore: TurnStore
  lifecycle: Lifecycle
  admission: Admission
  turnQueue: TurnQueue
  summarizer: Summarizer
  ledgers: SiteLedgers
  log: Log
}

/** A turn that can begin when there is room and enough is left. */
interface Candidate extends AdmissionRequest {
  write(): StoredTurn
}

/** What a command asks for: an existing turn, or a new one. */
type RequestedTurn = { known: StoredTurn } | { candidate: Candidate }

/** A turn that already existed, or one that has just begun. */
type Entered = { known: StoredTurn } | { live: LiveTurn }

type Of<Do extends SessionCommand['do']> = Extract<SessionCommand, { do: Do }>

/** How often a question looks for room and a reservation before the answer is `busy`. */
const TRIES = 3
const BUSY_SECONDS = 2

/** Refusals after which the page does not try again shortly. The owner wants to know how often they happen. */
const REFUSED: ReadonlySet<FailureCode> = new Set([
  'session_limit_reached',
  'visitor_limit_reached',
  'site_limit_reached',
  'site_misconfigured',
])

/** How a question gets into the session: found, admitted, written, queued. */
export class Entrance {
  readonly #dependencies: Dependencies
  readonly #mutex = new Mutex()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /**
   * Questions enter one at a time, in the order they came. While the ledger is asked, no other gets ahead, and the same question
   * sent again finds its turn. A refused question leaves nothing behind.
   *
   * @throws Failure `busy`, `session_forgotten`, `turn_conflict`, `unknown_turn`; what `Admission` throws.
   */
  async enter(ref: SessionRef, command: Of<'ask' | 'retry'>, request?: string): Promise<Entered> {
    const { turnStore } = this.#dependencies
    const find = () =>
      command.do === 'ask' ? requestedTurn(turnStore, command, request) : retriedTurn(turnStore, command, request)
    try {
      // An existing turn waits for nothing.
      const asked = find()
      return 'known' in asked ? asked : await this.#mutex.run('', () => this.#enter(ref, find))
    } catch (error) {
      if (error instanceof Failure && REFUSED.has(error.code)) void this.#countRefusal(ref.site, error.code)
      throw error
    }
  }

  /** @param find is called again after each wait, because things may have changed. */
  async #enter(ref: SessionRef, find: () => RequestedTurn): Promise<Entered> {
    const { storage, admission, turnQueue, lifecycle } = this.#dependencies
    let reserved: Admitted | null = null
    for (let tries = 0; tries < TRIES; tries += 1) {
      const asked = find()
      if ('known' in asked) return asked
      const { candidate } = asked
      turnQueue.requireFree()
      requireRoom(storage.sql, candidate.seq)
      const admitted = reserved ?? admission.admit(candidate)
      if (admitted) return { live: this.#push(candidate, admitted) }
      reserved = await admission.reserve(candidate)
      // Nothing waits from here on.
      await lifecycle.ready(ref)
    }
    throw new Failure('busy', { retryAfterSeconds: BUSY_SECONDS })
  }

  #push(candidate: Candidate, admitted: Admitted): LiveTurn {
    const { turnQueue, summarizer } = this.#dependencies
    void summarizer.stop()
    const turn = candidate.write()
    const { live, ended } = turnQueue.push(turn, admitted, candidate.request)
    void ended.then(() => this.#rest(turn, admitted))
    return live
  }

  /** Runs while nobody is waiting: notes on what no longer fits the prompt, and a lease for the next question. */
  async #rest(turn: StoredTurn, admitted: Admitted): Promise<void> {
    const { turnQueue, summarizer, admission } = this.#dependencies
    if (!turnQueue.isIdle) return
    await summarizer.start(turn, admitted)
    if (turnQueue.isIdle) await admission.ahead(admitted.site, admitted.reservation.visitor)
  }

  /** Nobody waits for this. If the ledger cannot count the refusal now, it is lost: a refusal changes no limit. */
  async #countRefusal(site: string, code: FailureCode): Promise<void> {
    const { ledgers, log } = this.#dependencies
    try {
      await ledgers(site).refuse(code)
    } catch (error) {
      log({ event: 'ledger', code: 'session_unavailable', detail: errorText(error) })
    }
  }
}

/** @throws Failure `turn_conflict`: another question has this id. */
function requestedTurn(turnStore: TurnStore, command: Of<'ask'>, request?: string): RequestedTurn {
  const { question, site, visitor } = command
  const { id, ...asked } = question
  const known = turnStore.find(id, null)
  if (known && !isSameQuestion(known.original, asked)) throw new Failure('turn_conflict', { param: 'id' })
  if (known) return { known }
  const write = () => turnStore.open(question, site.version, Date.now())
  return { candidate: { request, site, visitor: visitor ?? null, seq: null, question: asked, write } }
}

/** @throws Failure `unknown_turn`; `turn_conflict`: the turn is in progress, or is not at the attempt that the page expects. */
function retriedTurn(turnStore: TurnStore, command: Of<'retry'>, request?: string): RequestedTurn {
  const { id, attempt, text, site, visitor } = command
  const turn = turnStore.require(id)
  const isThere = attempt === turn.attempt || (text === null && !isFinal(turn.state))
  if (isThere && (text === null || text === turn.question.text)) return { known: turn }
  if (isThere) throw new Failure('turn_conflict', { param: 'text' })
  if (!isFinal(turn.state) || (attempt !== null && attempt !== turn.attempt + 1)) {
    throw new Failure('turn_conflict', { param: 'attempt' })
  }
  // Later messages were written in view of the old question.
  if (text !== null && !turnStore.isLast(turn)) throw new Failure('turn_conflict', { param: 'id' })
  const { seq } = turn
  const question = text === null ? turn.question : { ...turn.question, text }
  const write = () => turnStore.again(turn, { question, personaVersion: site.version, now: Date.now() })
  return { candidate: { request, site, visitor: visitor ?? null, seq, question, write } }
}
