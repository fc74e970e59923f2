import { Failure, type FailureCode } from '../../protocol/failure.ts'
import { errorText, type Log } from '../base/log.ts'
import { Mutex } from '../base/mutex.ts'
import type { SiteLedgers } from '../limits/ledger.ts'
import type { SessionRef } from './command.ts'
import type { Lifecycle } from './lifecycle/lifecycle.ts'
import type { TurnRequest, Candidate } from './questions.ts'
import type { LiveTurn } from './stream/live-turn.ts'
import type { Summarizer } from './stream/summarizer.ts'
import type { TurnQueue } from './stream/turn-queue.ts'
import { requireRoom } from './turns/session-limits.ts'
import type { StoredTurn } from './turns/stored-turn.ts'
import type { Admission, Admitted } from './usage/admission.ts'

interface Dependencies {
  storage: DurableObjectStorage
  lifecycle: Lifecycle
  admission: Admission
  turnQueue: TurnQueue
  summarizer: Summarizer
  ledgers: SiteLedgers
  log: Log
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

/** The way of a question into the session: found, admitted, written, queued. */
export class Entrance {
  readonly #dependencies: Dependencies
  readonly #mutex = new Mutex()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /**
   * One question gets in at a time, in the order they came. While the ledger is asked, no other slips past, and the same
   * question sent again finds its turn. A question that is refused has left nothing.
   *
   * @param find is asked again after each wait: much may have happened meanwhile.
   * @throws Failure `busy`, `session_forgotten`; what `find` and `Admission` throw.
   */
  async enter(ref: SessionRef, find: () => TurnRequest): Promise<{ known: StoredTurn } | { live: LiveTurn }> {
    try {
      // What is there already waits for nobody.
      const asked = find()
      return 'known' in asked ? asked : await this.#mutex.run('', () => this.#enter(ref, find))
    } catch (error) {
      if (error instanceof Failure && REFUSED.has(error.code)) void this.#countRefusal(ref.site, error.code)
      throw error
    }
  }

  async #enter(ref: SessionRef, find: () => TurnRequest): Promise<{ known: StoredTurn } | { live: LiveTurn }> {
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
      // From here on nothing waits.
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

  /** What is done while nobody waits: notes of what no longer fits the prompt, and a lease for the next question. */
  async #rest(turn: StoredTurn, admitted: Admitted): Promise<void> {
    const { turnQueue, summarizer, admission } = this.#dependencies
    if (!turnQueue.isIdle) return
    await summarizer.start(turn, admitted)
    if (turnQueue.isIdle) await admission.ahead(admitted.site, admitted.reservation.visitor)
  }

  /** Nobody waits for it, and a ledger that cannot count it now never hears of it: a refusal moves no limit. */
  async #countRefusal(site: string, code: FailureCode): Promise<void> {
    const { ledgers, log } = this.#dependencies
    try {
      await ledgers(site).refuse(code)
    } catch (error) {
      log({ event: 'ledger', code: 'session_unavailable', detail: errorText(error) })
    }
  }
}
