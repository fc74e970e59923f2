import { DaySums } from './day-sums.ts'
import type { LedgerOrder, Recording } from './ledger.ts'
import { SessionSums } from './session-sums.ts'

/** Expired sessions are swept at most this often: nobody is shown one in the meantime. */
const SWEEP_MILLISECONDS = 60 * 60 * 1000

/** One site's ledger, as `Ledger` in `ledger.ts` promises it: the only writer of its sums. */
export class LedgerObject {
  readonly #storage: DurableObjectStorage
  readonly #days: DaySums
  readonly #sessions: SessionSums

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#days = new DaySums(storage.sql)
    this.#sessions = new SessionSums(storage.sql)
  }

  async run(order: LedgerOrder): Promise<Response> {
    switch (order.do) {
      case 'record':
        this.#record(order.recording)
        await this.#arm()
        return new Response(null, { status: 204 })
      case 'days':
        return Response.json(this.#days.read(order.from, order.to))
      case 'sessions':
        return Response.json(this.#sessions.page(order.after, order.most, Date.now()))
      case 'forget':
        this.#sessions.forget(order.session)
        return new Response(null, { status: 204 })
      default:
        return order satisfies never
    }
  }

  /** Removes sessions whose history is gone. */
  async alarm(): Promise<void> {
    this.#sessions.forgetExpired(Date.now())
    await this.#arm()
  }

  /** All of it or nothing: an entry is in the sums of its day exactly when its session says that it was counted. */
  #record({ session, expiresAt, entries }: Recording): void {
    this.#storage.transactionSync(() => {
      for (const entry of entries) if (this.#sessions.add(session, entry, expiresAt)) this.#days.add(entry)
    })
  }

  async #arm(): Promise<void> {
    const next = this.#sessions.nextExpiry()
    if (next === null) return
    const due = Math.max(next, Date.now() + SWEEP_MILLISECONDS)
    const armed = await this.#storage.getAlarm()
    if (armed === null || armed > due) await this.#storage.setAlarm(due)
  }
}
