import type { Log } from '../log.ts'
import type { Ledger, Ledgers } from '../site/ledger.ts'
import type { Keeping } from './keeping.ts'
import type { Receipts } from './receipts.ts'

interface Partners {
  receipts: Receipts
  ledgers: Ledgers
  log: Log
}

/** The ledger gets a chat's receipts together: at most this long after the first of them. */
const LATE_MILLISECONDS = 8_000
/** What one request carries. */
const BATCH = 200
/** How long a ledger that failed is left alone: longer each time, up to the longest. */
const PATIENCE_MILLISECONDS = 1_000
const LONGEST_MILLISECONDS = 60_000

/**
 * Brings receipts to the site's ledger, until it has confirmed them. It never stands in a turn's way: it works on the
 * object's alarm, and a ledger that fails is asked again later.
 */
export class Recorder {
  readonly #partners: Partners
  #failures = 0
  #triedAt = 0
  #sending: Promise<void> = Promise.resolve()

  constructor(partners: Partners) {
    this.#partners = partners
  }

  /** When there is something to bring next, in milliseconds since 1970; null when the ledger has everything. */
  due(): number | null {
    const since = this.#partners.receipts.unrecordedSince()
    if (since === null) return null
    if (this.#failures === 0) return since + LATE_MILLISECONDS
    return this.#triedAt + Math.min(LONGEST_MILLISECONDS, PATIENCE_MILLISECONDS * 2 ** this.#failures)
  }

  /** Never throws. */
  send(keeping: Keeping): Promise<void> {
    const { log } = this.#partners
    const { session, site } = keeping.holder
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#record(keeping)
        this.#failures = 0
      } catch (error) {
        this.#failures += 1
        this.#triedAt = Date.now()
        log({ event: 'ledger', site, session, detail: String(error) })
      }
    })
    return this.#sending
  }

  /**
   * What was used counts, whoever is forgotten: otherwise “forget me” would refill every budget. Then nothing is left that
   * names the session.
   *
   * @throws whatever the ledger throws; calling it again goes on where it ended.
   */
  async forget(keeping: Keeping): Promise<void> {
    // What is on its way would bring the session back.
    await this.#sending
    await this.#record(keeping)
    await this.#ledger(keeping).forget(keeping.holder.session)
    this.#partners.receipts.clear()
  }

  async #record(keeping: Keeping): Promise<void> {
    const { receipts } = this.#partners
    for (;;) {
      const entries = receipts.unrecorded(BATCH)
      if (entries.length === 0) return
      await this.#ledger(keeping).record({ session: keeping.holder.session, expiresAt: keeping.expiresAt, entries })
      receipts.recorded(entries)
    }
  }

  #ledger({ holder }: Keeping): Ledger {
    return this.#partners.ledgers(holder.site)
  }
}
