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

interface Dependencies {
  storage: DurableObjectStorage
  historyCopies: HistoryCopies
  transcriptSearches: TranscriptSearches
  turnStore: TurnStore
  usageRecords: UsageRecords
  usageReporter: UsageReporter
  log: Log
}

/** What became of something that was brought somewhere. */
type SyncOutcome = (syncState: SyncState) => SyncState

const SYNC_STATE_KEY = 'keeping'
/** While an answer streams, an alarm stands ready: should the process die, it wakes the object to say so. */
const WATCH_MILLISECONDS = 5_000
/** A token this young cannot have a history that this object does not know. */
const NEW_MILLISECONDS = 60_000

/**
 * Copies the turn store to the history copy and the site's search index, takes it over from the history copy when the object's own
 * storage was dropped, has its usage records brought to the ledger, and forgets it all in time. Everything it has to do later
 * hangs on the object's one alarm.
 */
export class Lifecycle {
  readonly #dependencies: Dependencies
  #syncState: SyncState | undefined
  /** The earliest alarm known to be set. */
  #armed = Number.POSITIVE_INFINITY
  #writing: Promise<void> = Promise.resolve()
  #loading: Promise<void> | undefined

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#syncState = dependencies.storage.kv.get<SyncState>(SYNC_STATE_KEY)
  }

  /**
   * Makes the object ready for this holder: a new session is begun, one whose storage was dropped is read back.
   *
   * @throws Failure `session_forgotten`, `history_unavailable`.
   */
  async ready(holder: SessionRef): Promise<void> {
    // Two requests at once must not take the history over twice, nor may the second go ahead of the first.
    if (!this.#syncState || this.#loading)
      await (this.#loading ??= this.#begin(holder).finally(() => (this.#loading = undefined)))
    if (this.#syncState?.forgotten) throw new Failure('session_forgotten')
  }

  /** The visitor did something: the session's retention counts from now. */
  used(retentionDays: number): void {
    if (this.#syncState) this.#save(keep.used(this.#syncState, retentionDays, Date.now()))
  }

  /** A turn was accepted: the object must not die unnoticed. */
  watch(retentionDays: number): void {
    this.used(retentionDays)
    void this.#arm(true)
  }

  /** The turn store has something that the history copy has not. */
  changed(working: boolean): void {
    this.#become(keep.changed, working)
  }

  /** The same for feedback, which can wait. */
  rated(working: boolean): void {
    this.#become(keep.rated, working)
  }

  #become(change: (syncState: SyncState, now: number) => SyncState, working: boolean): void {
    if (this.#syncState) this.#save(change(this.#syncState, Date.now()))
    // Nothing has to be watched any more: an alarm that is set anew is cheaper than one that rings for nothing.
    if (!working) this.#armed = Number.POSITIVE_INFINITY
    void this.#arm(working)
  }

  /** There is something new for the ledger, and nothing for the history copy. */
  spent(): void {
    void this.#arm(false)
  }

  /** Asks the site's ledger for a lease. @throws whatever the ledger throws. */
  async lease(wanted: LeaseNeed): Promise<LeaseAnswer> {
    if (!this.#syncState) throw new Error('nobody holds this session')
    try {
      return await this.#dependencies.usageReporter.lease(this.#syncState, wanted)
    } finally {
      // What is not used is given back, also when no turn follows.
      void this.#arm(false)
    }
  }

  async alarm(working: boolean): Promise<void> {
    this.#armed = Number.POSITIVE_INFINITY
    const now = Date.now()
    if (this.#syncState && this.#syncState.expiresAt <= now && !working) await this.#expire(this.#syncState)
    else await Promise.all([this.#writeDue() <= now && this.#write(), this.#recordDue() <= now && this.#record()])
    await this.#arm(working)
  }

  /** After a crash: turns that were on their way are interrupted, and what was being forgotten is forgotten. */
  recover(): void {
    const { turnStore, usageRecords } = this.#dependencies
    const now = Date.now()
    const lost = turnStore.recover()
    // How long they took, and how often they were tried before, nobody knows.
    const unknown = { tries: [], firstWordMilliseconds: null, wholeMilliseconds: null }
    for (const turn of lost) usageRecords.close(turn, { ...turn, ...unknown }, now)
    usageRecords.closeNotes(now)
    if (this.#syncState?.forgotten) {
      turnStore.clear()
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
    const { storage, turnStore, usageRecords } = this.#dependencies
    // A write under way would put back what is being forgotten.
    await this.#writing
    const unrecorded = usageRecords.unrecorded(Number.MAX_SAFE_INTEGER)
    await storage.deleteAll()
    turnStore.prepare()
    usageRecords.prepare()
    usageRecords.restoreUnrecorded(unrecorded, Date.now())
    this.#armed = Number.POSITIVE_INFINITY
    this.beginToForget(holder)
    await this.#forgetBook(holder)
  }

  /** The visitor waits for this; the ledger hangs on the alarm, and so does a history copy that fails. */
  async #forgetBook(holder: SessionRef): Promise<void> {
    const { historyCopies, log } = this.#dependencies
    try {
      await historyCopies.forget(holder)
    } catch (error) {
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
    }
  }

  async #begin(holder: SessionRef): Promise<void> {
    const now = Date.now()
    const kept = holder.issuedAt > now - NEW_MILLISECONDS ? null : await this.#readBook(holder)
    this.#dependencies.storage.transactionSync(() => {
      this.#dependencies.turnStore.restore(kept?.turns ?? [])
      this.#dependencies.usageRecords.restore(kept?.receipts ?? [])
      this.#save(keep.newSyncState(holder, now))
    })
    await this.#arm(false)
  }

  async #readBook(holder: SessionRef): Promise<History | null> {
    try {
      return await this.#dependencies.historyCopies.read(holder)
    } catch (error) {
      this.#dependencies.log({
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
    const before = this.#syncState
    if (!before) return
    const history = this.#history()
    const outcomes = await Promise.all([
      before.changedAt !== null && this.#writeBook(before, history),
      before.unfiled && this.#file(before, before.unfiled.changedAt, history),
    ])
    // What became of both is one write.
    const syncState = outcomes.reduce((found, become) => (become ? become(found) : found), this.#syncState ?? before)
    this.#save(syncState)
  }

  async #writeBook(before: SyncState, history: History): Promise<SyncOutcome> {
    const { historyCopies, usageReporter, log } = this.#dependencies
    const { holder, changedAt, retentionDays } = before
    try {
      if (before.forgotten) {
        await historyCopies.forget(holder)
        await usageReporter.forget(before)
      } else await historyCopies.write(holder, history, retentionDays)
      return (syncState) => keep.written(syncState, changedAt, Date.now())
    } catch (error) {
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
      return (syncState) => keep.failed(syncState, Date.now())
    }
  }

  async #file({ holder, expiresAt }: SyncState, changedAt: number, history: History): Promise<SyncOutcome> {
    const { transcriptSearches, log } = this.#dependencies
    const { site, session } = holder
    try {
      await transcriptSearches(site).put({ session, expiresAt, ...history })
      return (syncState) => keep.filed(syncState, changedAt)
    } catch (error) {
      log({ event: 'archive', site, session, detail: errorText(error) })
      return (syncState) => keep.notFiled(syncState, Date.now())
    }
  }

  /** Never throws. */
  async #record(): Promise<void> {
    if (this.#syncState) await this.#dependencies.usageReporter.send(this.#syncState)
  }

  #history(): History {
    const { turnStore, usageRecords } = this.#dependencies
    return { turns: turnStore.history().filter(({ state }) => isFinal(state)), receipts: usageRecords.all() }
  }

  async #expire(syncState: SyncState): Promise<void> {
    const { historyCopies, storage, log } = this.#dependencies
    const { holder, forgotten } = syncState
    try {
      // This object's time says nothing about a history copy that it has only read.
      if (!forgotten && !keep.isOnlyRead(syncState)) await historyCopies.forget(holder)
      // A question that came meanwhile has pushed the expiry away, and its answer brings the history copy back.
      if (this.#syncState !== syncState) return
      await storage.deleteAll()
      this.#dependencies.turnStore.prepare()
      this.#dependencies.usageRecords.prepare()
      this.#syncState = undefined
    } catch (error) {
      // What the visitor did meanwhile stands, whatever became of this.
      if (this.#syncState === syncState) this.#save(keep.overdue(syncState, Date.now()))
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
    }
  }

  /** When history copy or search index is to be written next, in milliseconds since 1970; infinity when they have everything. */
  #writeDue(): number {
    const due = this.#syncState && (keep.writeDue(this.#syncState) ?? keep.fileDue(this.#syncState))
    return due ?? Number.POSITIVE_INFINITY
  }

  /** The same for the ledger. What a forgotten session still owes it goes the way of its forgetting. */
  #recordDue(): number {
    return (this.#syncState?.forgotten ? null : this.#dependencies.usageReporter.due()) ?? Number.POSITIVE_INFINITY
  }

  #save(syncState: SyncState): void {
    this.#syncState = syncState
    this.#dependencies.storage.kv.put(SYNC_STATE_KEY, syncState)
  }

  /** Sets the alarm to the next thing there is to do; an alarm that rings too early only sets itself again. */
  async #arm(working: boolean): Promise<void> {
    if (!this.#syncState) return
    const next = Math.min(
      this.#syncState.expiresAt,
      this.#writeDue(),
      this.#recordDue(),
      working ? Date.now() + WATCH_MILLISECONDS : Number.POSITIVE_INFINITY,
    )
    if (next >= this.#armed) return
    this.#armed = next
    await this.#dependencies.storage.setAlarm(next)
  }
}
