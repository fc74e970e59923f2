import { errorText, type Log } from '../../base/log.ts'
import type { LeaseAnswer, SiteLedger, SiteLedgers, UsageReport } from '../../limits/ledger.ts'
import { plus, type Limits } from '../../limits/limits.ts'
import type { SessionRef } from '../command.ts'
import { less, type Lease, type TurnCost } from './lease.ts'
import type { StoredUsage } from './usage-outbox.ts'
import type { UsageRecords } from './usage-records.ts'

interface Dependencies {
  usageRecords: UsageRecords
  lease: Lease
  ledgers: SiteLedgers
  /** Whose session it is; undefined before its first request. */
  syncStore: { readonly state: SessionExpiry | undefined }
  alarm: { arm(): Promise<void> }
  log: Log
}

/** Whose usage it is, and how long the session is kept. */
interface SessionExpiry {
  holder: SessionRef
  expiresAt: number
  /** What it still owes the ledger is then reported as part of forgetting it. */
  forgotten: boolean
}

/** What a turn wants reserved; `isAhead`: for the next turn, which nobody is waiting for yet. */
export interface LeaseNeed {
  need: TurnCost
  limits: Limits
  isAhead: boolean
}

/** A chat's usage records go to the ledger together: at most this long after the first of them. */
const LATE_MILLISECONDS = 8_000
/** The most records in one request. */
const BATCH = 200
/** How long to wait after the ledger failed: longer each time, up to the maximum. */
const PATIENCE_MILLISECONDS = 1_000
const LONGEST_MILLISECONDS = 60_000

/**
 * Delivers usage records to the site's ledger until it has confirmed them. It never delays a turn: it runs on the object's alarm,
 * and tries again later if the ledger fails.
 */
export class UsageReporter {
  readonly #dependencies: Dependencies
  #failures = 0
  #triedAt = 0
  #sending: Promise<void> = Promise.resolve()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** When something has to be reported next, in milliseconds since 1970; null when the ledger has everything. */
  due(): number | null {
    const { usageRecords, lease, syncStore } = this.#dependencies
    if (!syncStore.state || syncStore.state.forgotten) return null
    const since = usageRecords.outbox.unrecordedSince()
    const due = since === null ? lease.due() : since + LATE_MILLISECONDS
    if (due === null || this.#failures === 0) return due
    return this.#triedAt + Math.min(LONGEST_MILLISECONDS, PATIENCE_MILLISECONDS * 2 ** this.#failures)
  }

  /** Never throws. */
  run(): Promise<void> {
    const { log, syncStore } = this.#dependencies
    const session = syncStore.state
    if (!session) return Promise.resolve()
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#record(session)
        this.#failures = 0
      } catch (error) {
        this.#failures += 1
        this.#triedAt = Date.now()
        const { site, session: id } = session.holder
        log({ event: 'ledger', site, session: id, detail: errorText(error) })
      }
    })
    return this.#sending
  }

  /** Something was used: schedules the report. */
  spent(): void {
    void this.#dependencies.alarm.arm()
  }

  /**
   * Requests a lease, after any request in progress: a session sends one at a time. Uncounted usage is sent along.
   *
   * @throws whatever the ledger throws: then nothing is leased.
   */
  async lease(need: LeaseNeed): Promise<LeaseAnswer> {
    const { alarm } = this.#dependencies
    const session = this.#session()
    const leased = this.#sending.then(() => this.#lease(session, need))
    this.#sending = leased.then(
      () => {},
      () => {},
    )
    try {
      return await leased
    } finally {
      // Whatever is unused is given back, even if no turn follows.
      void alarm.arm()
    }
  }

  /**
   * Usage counts even if the visitor is forgotten; otherwise “forget me” would refill every budget. Afterwards nothing is left
   * that names the session.
   *
   * @throws whatever the ledger throws; calling it again continues where it stopped.
   */
  async forget(): Promise<void> {
    const session = this.#session()
    // A request in progress would bring the session back.
    await this.#sending
    await this.#record(session)
    await this.#ledger(session).forget(session.holder.session)
    this.#dependencies.usageRecords.clear()
    this.#dependencies.lease.clear()
  }

  #session(): SessionExpiry {
    const { state } = this.#dependencies.syncStore
    if (!state) throw new Error('no usage of this session is known')
    return state
  }

  async #record(session: SessionExpiry): Promise<void> {
    const { usageRecords, lease } = this.#dependencies
    for (;;) {
      const batch = usageRecords.outbox.unrecorded(BATCH)
      const held = lease.held(batch, Date.now())
      if (batch.length === 0 && held?.amount !== null) return
      await this.#ledger(session).record({ ...recordingOf(session, batch), ...(held && { held }) })
      usageRecords.outbox.recorded(batch)
      if (held) lease.settle(batch, held, Date.now())
    }
  }

  async #lease(session: SessionExpiry, { need, limits, isAhead }: LeaseNeed): Promise<LeaseAnswer> {
    const { usageRecords, lease } = this.#dependencies
    const number = lease.renew(Date.now())
    const batch = usageRecords.outbox.unrecorded(BATCH)
    const carried = less(usageRecords.claimed(), batch)
    const { visitor, version, own, cheaper } = need
    const { site } = session.holder
    const wish = { site, lease: number, visitor, limits, carried, need: own, cheaperNeed: cheaper, isAhead }
    const leased = await this.#ledger(session).lease(recordingOf(session, batch), wish)
    usageRecords.outbox.recorded(batch)
    if (leased.is !== 'granted') lease.keep(number, carried, Date.now())
    else {
      const { amount, isCheaper, isPlenty } = leased
      lease.take(number, { amount: plus(carried, amount), visitor, version, isCheaper, isPlenty }, Date.now())
    }
    return leased
  }

  #ledger({ holder }: SessionExpiry): SiteLedger {
    return this.#dependencies.ledgers(holder.site)
  }
}

const recordingOf = ({ holder, expiresAt }: SessionExpiry, batch: readonly StoredUsage[]): UsageReport => ({
  session: holder.session,
  expiresAt,
  entries: batch.map(({ entry }) => entry),
  visitors: batch.map(({ visitor }) => visitor),
})
