import { errorText, type Log } from '../../base/log.ts'
import type { LeaseAnswer, SiteLedger, SiteLedgers, UsageReport } from '../../limits/ledger.ts'
import { plus, type Limits } from '../../limits/limits.ts'
import type { SessionRef } from '../command.ts'
import { less, type Lease, type TurnCost } from './lease.ts'
import type { StoredUsage, UsageRecords } from './usage-records.ts'

interface Dependencies {
  usageRecords: UsageRecords
  lease: Lease
  ledgers: SiteLedgers
  log: Log
}

/** Whose usage it is, and until when the session is kept. */
interface SessionExpiry {
  holder: SessionRef
  expiresAt: number
}

/** What a turn wants to have reserved; `isAhead`: the next one, which nobody is waiting for. */
export interface LeaseNeed {
  need: TurnCost
  limits: Limits
  isAhead: boolean
}

/** The ledger gets a chat's usage records together: at most this long after the first of them. */
const LATE_MILLISECONDS = 8_000
/** What one request carries. */
const BATCH = 200
/** How long a ledger that failed is left alone: longer each time, up to the longest. */
const PATIENCE_MILLISECONDS = 1_000
const LONGEST_MILLISECONDS = 60_000

/**
 * Brings usage records to the site's ledger, until it has confirmed them. It never stands in a turn's way: it works on the
 * object's alarm, and a ledger that fails is asked again later.
 */
export class UsageReporter {
  readonly #dependencies: Dependencies
  #failures = 0
  #triedAt = 0
  #sending: Promise<void> = Promise.resolve()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** When there is something to bring next, in milliseconds since 1970; null when the ledger has everything. */
  due(): number | null {
    const { usageRecords, lease } = this.#dependencies
    const since = usageRecords.unrecordedSince()
    const due = since === null ? lease.due() : since + LATE_MILLISECONDS
    if (due === null || this.#failures === 0) return due
    return this.#triedAt + Math.min(LONGEST_MILLISECONDS, PATIENCE_MILLISECONDS * 2 ** this.#failures)
  }

  /** Never throws. */
  send(reporting: SessionExpiry): Promise<void> {
    const { log } = this.#dependencies
    const { session, site } = reporting.holder
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#record(reporting)
        this.#failures = 0
      } catch (error) {
        this.#failures += 1
        this.#triedAt = Date.now()
        log({ event: 'ledger', site, session, detail: errorText(error) })
      }
    })
    return this.#sending
  }

  /**
   * Asks for a lease, after whatever is on its way: a session says one thing at a time. What was not counted goes along.
   *
   * @throws whatever the ledger throws: then nothing is leased.
   */
  lease(reporting: SessionExpiry, wanted: LeaseNeed): Promise<LeaseAnswer> {
    const leased = this.#sending.then(() => this.#lease(reporting, wanted))
    this.#sending = leased.then(
      () => {},
      () => {},
    )
    return leased
  }

  /**
   * What was used counts, whoever is forgotten: otherwise “forget me” would refill every budget. Then nothing is left that
   * names the session.
   *
   * @throws whatever the ledger throws; calling it again goes on where it ended.
   */
  async forget(reporting: SessionExpiry): Promise<void> {
    // What is on its way would bring the session back.
    await this.#sending
    await this.#record(reporting)
    await this.#ledger(reporting).forget(reporting.holder.session)
    this.#dependencies.usageRecords.clear()
    this.#dependencies.lease.clear()
  }

  async #record(reporting: SessionExpiry): Promise<void> {
    const { usageRecords, lease } = this.#dependencies
    for (;;) {
      const batch = usageRecords.unrecorded(BATCH)
      const held = lease.held(batch, Date.now())
      if (batch.length === 0 && held?.amount !== null) return
      await this.#ledger(reporting).record({ ...recordingOf(reporting, batch), ...(held && { held }) })
      usageRecords.recorded(batch)
      if (held) lease.settle(batch, held, Date.now())
    }
  }

  async #lease(reporting: SessionExpiry, { need, limits, isAhead }: LeaseNeed): Promise<LeaseAnswer> {
    const { usageRecords, lease } = this.#dependencies
    const number = lease.renew(Date.now())
    const batch = usageRecords.unrecorded(BATCH)
    const carried = less(usageRecords.claimed(), batch)
    const { visitor, version, own, cheaper } = need
    const { site } = reporting.holder
    const wish = { site, lease: number, visitor, limits, carried, need: own, cheaperNeed: cheaper, isAhead }
    const leased = await this.#ledger(reporting).lease(recordingOf(reporting, batch), wish)
    usageRecords.recorded(batch)
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
