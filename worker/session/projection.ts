import { Failure } from '../../protocol/failure.ts'
import type { Turn } from '../../protocol/wire.ts'
import type { Log } from '../log.ts'
import type { Histories } from './history.ts'
import * as keep from './keeping.ts'
import type { Keeping } from './keeping.ts'
import type { Notebook } from './notebook.ts'
import type { Holder } from './order.ts'
import { isFinal } from './transitions.ts'

interface Partners {
  storage: DurableObjectStorage
  histories: Histories
  notebook: Notebook
  log: Log
}

const KEEPING = 'keeping'
/** While an answer streams, an alarm stands ready: should the process die, it wakes the object to say so. */
const WATCH_MILLISECONDS = 5_000
/** A token this young cannot have a history that this object does not know. */
const NEW_MILLISECONDS = 60_000

/**
 * Copies the notebook into the book of histories, takes it over from there when the object's own storage was dropped, and
 * forgets it in time. Everything it has to do later hangs on the object's one alarm.
 */
export class Projection {
  readonly #partners: Partners
  #keeping: Keeping | undefined
  /** The earliest alarm known to be set. */
  #armed = Number.POSITIVE_INFINITY
  #writing: Promise<void> = Promise.resolve()
  #loading: Promise<void> | undefined

  constructor(partners: Partners) {
    this.#partners = partners
    this.#keeping = partners.storage.kv.get<Keeping>(KEEPING)
  }

  /**
   * Makes the object ready for this holder: a new session is begun, one whose storage was dropped is read back.
   *
   * @throws Failure `session_forgotten`, `history_unavailable`.
   */
  async ready(holder: Holder): Promise<void> {
    // Two requests at once must not take the history over twice.
    if (!this.#keeping) await (this.#loading ??= this.#begin(holder).finally(() => (this.#loading = undefined)))
    if (this.#keeping?.forgotten) throw new Failure('session_forgotten')
  }

  /** A turn was accepted: its retention counts from now, and the object must not die unnoticed. */
  watch(retentionDays: number): void {
    if (this.#keeping) this.#save(keep.used(this.#keeping, retentionDays, Date.now()))
    void this.#arm(true)
  }

  /** The notebook has something that the book has not. */
  changed(): void {
    if (this.#keeping) this.#save(keep.changed(this.#keeping, Date.now()))
    void this.#arm(false)
  }

  async alarm(working: boolean): Promise<void> {
    this.#armed = Number.POSITIVE_INFINITY
    const now = Date.now()
    if (this.#keeping && this.#keeping.expiresAt <= now && !working) await this.#expire(this.#keeping)
    else if ((this.#due() ?? Number.POSITIVE_INFINITY) <= now) await this.#write()
    await this.#arm(working)
  }

  /** After a crash: turns that were on their way are interrupted, and what was being forgotten is forgotten. */
  recover(): void {
    const { notebook } = this.#partners
    if (this.#keeping?.forgotten) notebook.clear()
    else if (notebook.recover() > 0) this.changed()
  }

  /** From here on the token is worth nothing any more, whatever happens next. */
  beginToForget(holder: Holder): void {
    this.#save(keep.forgotten(holder))
  }

  /** Leaves nothing but the note that this session was forgotten. */
  async forget(holder: Holder): Promise<void> {
    // A write under way would put back what is being forgotten.
    await this.#writing
    await this.#partners.storage.deleteAll()
    this.#partners.notebook.prepare()
    this.#armed = Number.POSITIVE_INFINITY
    this.beginToForget(holder)
    await this.#write()
    await this.#arm(false)
  }

  async #begin(holder: Holder): Promise<void> {
    const now = Date.now()
    const turns = holder.issuedAt > now - NEW_MILLISECONDS ? null : await this.#readBook(holder)
    this.#partners.storage.transactionSync(() => {
      this.#partners.notebook.restore(turns ?? [])
      this.#save(keep.startKeeping(holder, now))
    })
    await this.#arm(false)
  }

  async #readBook(holder: Holder): Promise<Turn[] | null> {
    try {
      return await this.#partners.histories.read(holder)
    } catch (error) {
      this.#partners.log({
        event: 'history',
        code: 'history_unavailable',
        session: holder.session,
        detail: String(error),
      })
      throw new Failure('history_unavailable', { retryAfterSeconds: 2 })
    }
  }

  /** One write at a time; never throws. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeNow())
    return this.#writing
  }

  async #writeNow(): Promise<void> {
    const before = this.#keeping
    if (!before || before.changedAt === null) return
    const { histories, notebook, log } = this.#partners
    const { holder, changedAt, retentionDays } = before
    try {
      await (before.forgotten
        ? histories.forget(holder)
        : histories.write(
            holder,
            notebook.history().filter(({ state }) => isFinal(state)),
            retentionDays,
          ))
      this.#save(keep.written(this.#keeping ?? before, changedAt, Date.now()))
    } catch (error) {
      this.#save(keep.failed(this.#keeping ?? before, Date.now()))
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: String(error) })
    }
  }

  async #expire(keeping: Keeping): Promise<void> {
    const { histories, storage, log } = this.#partners
    const { holder, forgotten } = keeping
    try {
      if (!forgotten) await histories.forget(holder)
      // A question that came meanwhile has pushed the expiry away, and its answer brings the book back.
      if (this.#keeping !== keeping) return
      await storage.deleteAll()
      this.#partners.notebook.prepare()
      this.#keeping = undefined
    } catch (error) {
      this.#save({ ...keep.startKeeping(holder, Date.now()), forgotten })
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: String(error) })
    }
  }

  #due(): number | null {
    return this.#keeping ? keep.writeDue(this.#keeping) : null
  }

  #save(keeping: Keeping): void {
    this.#keeping = keeping
    this.#partners.storage.kv.put(KEEPING, keeping)
  }

  /** Sets the alarm to the next thing there is to do; an alarm that rings too early only sets itself again. */
  async #arm(working: boolean): Promise<void> {
    if (!this.#keeping) return
    const next = Math.min(
      this.#keeping.expiresAt,
      this.#due() ?? Number.POSITIVE_INFINITY,
      working ? Date.now() + WATCH_MILLISECONDS : Number.POSITIVE_INFINITY,
    )
    if (next >= this.#armed) return
    this.#armed = next
    await this.#partners.storage.setAlarm(next)
  }
}
