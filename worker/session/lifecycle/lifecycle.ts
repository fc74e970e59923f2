import { Failure } from '../../../protocol/failure.ts'
import { errorText, type Log } from '../../base/log.ts'
import type { TranscriptSearches } from '../../transcripts/transcript-search.ts'
import type { LeaseAnswer } from '../../limits/ledger.ts'
import type { HistoryCopies, History } from './history-copy.ts'
import * as keep from './sync-state.ts'
import type { SyncState } from './sync-state.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import type { SessionRef } from '../command.ts'
import type { UsageRecords } from '../usage/usage-records.ts'
import type { UsageReporter, LeaseNeed } from '../usage/usage-reporter.ts'
import { isFinal } from '../turns/transitions.ts'

interface Partners {
  storage: DurableObjectStorage
  histories: HistoryCopies
  archives: TranscriptSearches
  notebook: TurnStore
  receipts: UsageRecords
  recorder: UsageReporter
  log: Log
}

/** What became of something that was brought somewhere. */
type SyncOutcome = (keeping: SyncState) => SyncState

const KEEPING = 'keeping'
/** While an answer streams, an alarm stands ready: should the process die, it wakes the object to say so. */
const WATCH_MILLISECONDS = 5_000
/** A token this young cannot have a history that this object does not know. */
const NEW_MILLISECONDS = 60_000

/**
 * Copies the notebook into the book of histories and the site's archive, takes it over from the book when the object's own
 * storage was dropped, has its receipts brought to the ledger, and forgets it all in time. Everything it has to do later
 * hangs on the object's one alarm.
 */
export class Lifecycle {
  readonly #partners: Partners
  #keeping: SyncState | undefined
  /** The earliest alarm known to be set. */
  #armed = Number.POSITIVE_INFINITY
  #writing: Promise<void> = Promise.resolve()
  #loading: Promise<void> | undefined

  constructor(partners: Partners) {
    this.#partners = partners
    this.#keeping = partners.storage.kv.get<SyncState>(KEEPING)
  }

  /**
   * Makes the object ready for this holder: a new session is begun, one whose storage was dropped is read back.
   *
   * @throws Failure `session_forgotten`, `history_unavailable`.
   */
  async ready(holder: SessionRef): Promise<void> {
    // Two requests at once must not take the history over twice, nor may the second go ahead of the first.
    if (!this.#keeping || this.#loading)
      await (this.#loading ??= this.#begin(holder).finally(() => (this.#loading = undefined)))
    if (this.#keeping?.forgotten) throw new Failure('session_forgotten')
  }

  /** The visitor did something: the session's retention counts from now. */
  used(retentionDays: number): void {
    if (this.#keeping) this.#save(keep.used(this.#keeping, retentionDays, Date.now()))
  }

  /** A turn was accepted: the object must not die unnoticed. */
  watch(retentionDays: number): void {
    this.used(retentionDays)
    void this.#arm(true)
  }

  /** The notebook has something that the book has not. */
  changed(working: boolean): void {
    this.#become(keep.changed, working)
  }

  /** The same for feedback, which can wait. */
  rated(working: boolean): void {
    this.#become(keep.rated, working)
  }

  #become(change: (keeping: SyncState, now: number) => SyncState, working: boolean): void {
    if (this.#keeping) this.#save(change(this.#keeping, Date.now()))
    // Nothing has to be watched any more: an alarm that is set anew is cheaper than one that rings for nothing.
    if (!working) this.#armed = Number.POSITIVE_INFINITY
    void this.#arm(working)
  }

  /** There is something new for the ledger, and nothing for the book. */
  spent(): void {
    void this.#arm(false)
  }

  /** Asks the site's ledger for a lease. @throws whatever the ledger throws. */
  async lease(wanted: LeaseNeed): Promise<LeaseAnswer> {
    if (!this.#keeping) throw new Error('nobody holds this session')
    try {
      return await this.#partners.recorder.lease(this.#keeping, wanted)
    } finally {
      // What is not used is given back, also when no turn follows.
      void this.#arm(false)
    }
  }

  async alarm(working: boolean): Promise<void> {
    this.#armed = Number.POSITIVE_INFINITY
    const now = Date.now()
    if (this.#keeping && this.#keeping.expiresAt <= now && !working) await this.#expire(this.#keeping)
    else await Promise.all([this.#writeDue() <= now && this.#write(), this.#recordDue() <= now && this.#record()])
    await this.#arm(working)
  }

  /** After a crash: turns that were on their way are interrupted, and what was being forgotten is forgotten. */
  recover(): void {
    const { notebook, receipts } = this.#partners
    const now = Date.now()
    const lost = notebook.recover()
    // How long they took, and how often they were tried before, nobody knows.
    const unknown = { tries: [], firstWordMilliseconds: null, wholeMilliseconds: null }
    for (const turn of lost) receipts.close(turn, { ...turn, ...unknown }, now)
    receipts.closeNotes(now)
    if (this.#keeping?.forgotten) {
      notebook.clear()
      void this.#arm(false)
    } else if (lost.length > 0) this.changed(false)
  }

  /** From here on the token is worth nothing any more, whatever happens next. */
  beginToForget(holder: SessionRef): void {
    this.#save(keep.forgotten(holder, Date.now()))
    void this.#arm(false)
  }

  /** Leaves nothing but the note that this session was forgotten. */
  async forget(holder: SessionRef): Promise<void> {
    const { storage, notebook, receipts } = this.#partners
    // A write under way would put back what is being forgotten.
    await this.#writing
    const unrecorded = receipts.unrecorded(Number.MAX_SAFE_INTEGER)
    await storage.deleteAll()
    notebook.prepare()
    receipts.prepare()
    receipts.restoreUnrecorded(unrecorded, Date.now())
    this.#armed = Number.POSITIVE_INFINITY
    this.beginToForget(holder)
    await this.#forgetBook(holder)
  }

  /** The visitor waits for this; the ledger hangs on the alarm, and so does a book that fails. */
  async #forgetBook(holder: SessionRef): Promise<void> {
    const { histories, log } = this.#partners
    try {
      await histories.forget(holder)
    } catch (error) {
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
    }
  }

  async #begin(holder: SessionRef): Promise<void> {
    const now = Date.now()
    const kept = holder.issuedAt > now - NEW_MILLISECONDS ? null : await this.#readBook(holder)
    this.#partners.storage.transactionSync(() => {
      this.#partners.notebook.restore(kept?.turns ?? [])
      this.#partners.receipts.restore(kept?.receipts ?? [])
      this.#save(keep.newSyncState(holder, now))
    })
    await this.#arm(false)
  }

  async #readBook(holder: SessionRef): Promise<History | null> {
    try {
      return await this.#partners.histories.read(holder)
    } catch (error) {
      this.#partners.log({
        event: 'history',
        code: 'history_unavailable',
        session: holder.session,
        detail: errorText(error),
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
    if (!before) return
    const history = this.#history()
    const outcomes = await Promise.all([
      before.changedAt !== null && this.#writeBook(before, history),
      before.unfiled && this.#file(before, before.unfiled.changedAt, history),
    ])
    // What became of both is one write.
    const keeping = outcomes.reduce((found, become) => (become ? become(found) : found), this.#keeping ?? before)
    this.#save(keeping)
  }

  async #writeBook(before: SyncState, history: History): Promise<SyncOutcome> {
    const { histories, recorder, log } = this.#partners
    const { holder, changedAt, retentionDays } = before
    try {
      if (before.forgotten) {
        await histories.forget(holder)
        await recorder.forget(before)
      } else await histories.write(holder, history, retentionDays)
      return (keeping) => keep.written(keeping, changedAt, Date.now())
    } catch (error) {
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
      return (keeping) => keep.failed(keeping, Date.now())
    }
  }

  async #file({ holder, expiresAt }: SyncState, changedAt: number, history: History): Promise<SyncOutcome> {
    const { archives, log } = this.#partners
    const { site, session } = holder
    try {
      await archives(site).put({ session, expiresAt, ...history })
      return (keeping) => keep.filed(keeping, changedAt)
    } catch (error) {
      log({ event: 'archive', site, session, detail: errorText(error) })
      return (keeping) => keep.notFiled(keeping, Date.now())
    }
  }

  /** Never throws. */
  async #record(): Promise<void> {
    if (this.#keeping) await this.#partners.recorder.send(this.#keeping)
  }

  #history(): History {
    const { notebook, receipts } = this.#partners
    return { turns: notebook.history().filter(({ state }) => isFinal(state)), receipts: receipts.all() }
  }

  async #expire(keeping: SyncState): Promise<void> {
    const { histories, storage, log } = this.#partners
    const { holder, forgotten } = keeping
    try {
      // This object's time says nothing about a book that it has only read.
      if (!forgotten && !keep.isOnlyRead(keeping)) await histories.forget(holder)
      // A question that came meanwhile has pushed the expiry away, and its answer brings the book back.
      if (this.#keeping !== keeping) return
      await storage.deleteAll()
      this.#partners.notebook.prepare()
      this.#partners.receipts.prepare()
      this.#keeping = undefined
    } catch (error) {
      // What the visitor did meanwhile stands, whatever became of this.
      if (this.#keeping === keeping) this.#save(keep.overdue(keeping, Date.now()))
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
    }
  }

  /** When book or archive is to be written next, in milliseconds since 1970; infinity when they have everything. */
  #writeDue(): number {
    const due = this.#keeping && (keep.writeDue(this.#keeping) ?? keep.fileDue(this.#keeping))
    return due ?? Number.POSITIVE_INFINITY
  }

  /** The same for the ledger. What a forgotten session still owes it goes the way of its forgetting. */
  #recordDue(): number {
    return (this.#keeping?.forgotten ? null : this.#partners.recorder.due()) ?? Number.POSITIVE_INFINITY
  }

  #save(keeping: SyncState): void {
    this.#keeping = keeping
    this.#partners.storage.kv.put(KEEPING, keeping)
  }

  /** Sets the alarm to the next thing there is to do; an alarm that rings too early only sets itself again. */
  async #arm(working: boolean): Promise<void> {
    if (!this.#keeping) return
    const next = Math.min(
      this.#keeping.expiresAt,
      this.#writeDue(),
      this.#recordDue(),
      working ? Date.now() + WATCH_MILLISECONDS : Number.POSITIVE_INFINITY,
    )
    if (next >= this.#armed) return
    this.#armed = next
    await this.#partners.storage.setAlarm(next)
  }
}
