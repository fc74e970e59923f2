import { Failure } from '../../../protocol/failure.ts'
import { errorText, type Log } from '../../base/log.ts'
import type { TranscriptSearches } from '../../transcripts/transcript-search.ts'
import type { SessionRef } from '../command.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import type { UsageRecords } from '../usage/usage-records.ts'
import type { UsageReporter } from '../usage/usage-reporter.ts'
import type { Alarm, Job } from './alarm.ts'
import { Expiry } from './expiry.ts'
import type { HistoryCopies, History } from './history-copy.ts'
import { HistorySync } from './history-sync.ts'
import * as sync from './sync-state.ts'
import type { SyncState } from './sync-state.ts'
import type { SyncStore } from './sync-store.ts'

interface Dependencies {
  storage: DurableObjectStorage
  historyCopies: HistoryCopies
  transcriptSearches: TranscriptSearches
  turnStore: TurnStore
  usageRecords: UsageRecords
  usageReporter: UsageReporter
  syncStore: SyncStore
  alarm: Alarm
  log: Log
}

/** While an answer streams, an alarm is set: if the process dies, it wakes the object to report that. */
const WATCH_MILLISECONDS = 5_000
/** A token this young cannot have a history that this object does not know. */
const NEW_MILLISECONDS = 60_000

/**
 * A session from its first request to its end: it begins or is restored from its copy, is kept for as long as its owner wants,
 * recovers after a crash, and is forgotten. Later work is a job of the object's alarm.
 */
export class Lifecycle {
  readonly #dependencies: Dependencies
  readonly #historySync: HistorySync
  #loading: Promise<void> | undefined

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#historySync = new HistorySync(dependencies)
    const { alarm, usageReporter, turnStore } = dependencies
    const watch: Job = {
      due: () => (turnStore.hasOpenTurns ? Date.now() + WATCH_MILLISECONDS : null),
      run: async () => {},
    }
    alarm.add(new Expiry(dependencies), this.#historySync, usageReporter, watch)
  }

  /**
   * Makes the object ready: begins a new session, or restores one whose storage was dropped.
   *
   * @throws Failure `session_forgotten`, `history_unavailable`.
   */
  async ready(ref: SessionRef): Promise<void> {
    const { syncStore } = this.#dependencies
    // Two simultaneous requests must not restore the history twice, and the second must not get ahead of the first.
    if (!syncStore.state || this.#loading)
      await (this.#loading ??= this.#begin(ref).finally(() => (this.#loading = undefined)))
    if (syncStore.state?.forgotten) throw new Failure('session_forgotten')
  }

  /** The visitor was active: the retention counts from now. */
  used(retentionDays: number): void {
    this.#dependencies.syncStore.change((state, now) => sync.used(state, retentionDays, now))
  }

  /** A turn was accepted: if the object dies, something must notice. */
  accepted(retentionDays: number): void {
    this.used(retentionDays)
    void this.#dependencies.alarm.arm()
  }

  /** A turn is settled: its copies must be written. */
  settled(): void {
    this.#become(sync.changed)
  }

  /** The same for feedback, which can wait. */
  feedbackChanged(): void {
    this.#become(sync.feedbackChanged)
  }

  #become(step: (state: SyncState, now: number) => SyncState): void {
    const { syncStore, turnStore, alarm } = this.#dependencies
    syncStore.change(step)
    void (turnStore.hasOpenTurns ? alarm.arm() : alarm.rearm())
  }

  /** After a crash: turns in progress are interrupted, and a deletion that had begun is finished. */
  recover(): void {
    const { turnStore, usageRecords, syncStore, alarm } = this.#dependencies
    const now = Date.now()
    const lost = turnStore.recover()
    // Nobody knows how long they took or how often they were tried before.
    const unknown = { tries: [], firstWordMilliseconds: null, wholeMilliseconds: null }
    for (const turn of lost) usageRecords.close(turn, { ...turn, ...unknown, answer: turn.answer.text }, now)
    usageRecords.closeNotes(now)
    if (syncStore.state?.forgotten) {
      turnStore.clear()
      void alarm.arm()
    } else if (lost.length > 0) this.settled()
  }

  /** From here on the token is worthless, whatever happens next. */
  beginToForget(ref: SessionRef): void {
    this.#dependencies.syncStore.save(sync.forgotten(ref, Date.now()))
    void this.#dependencies.alarm.arm()
  }

  /** Leaves only a note that the session was forgotten. The visitor waits until the copy is deleted, but not for the ledger. */
  async forget(ref: SessionRef): Promise<void> {
    const { storage, turnStore, usageRecords, syncStore, alarm } = this.#dependencies
    // A write in progress would restore what is being forgotten.
    await this.#historySync.idle()
    const unrecorded = usageRecords.outbox.unrecorded(Number.MAX_SAFE_INTEGER)
    await storage.deleteAll()
    turnStore.prepare()
    usageRecords.prepare()
    usageRecords.outbox.restoreUnrecorded(unrecorded, Date.now())
    syncStore.save(sync.forgotten(ref, Date.now()))
    void alarm.rearm()
    await this.#historySync.eraseCopy(ref)
  }

  async #begin(ref: SessionRef): Promise<void> {
    const { storage, turnStore, usageRecords, syncStore, alarm } = this.#dependencies
    const now = Date.now()
    const kept = ref.issuedAt > now - NEW_MILLISECONDS ? null : await this.#readCopy(ref)
    storage.transactionSync(() => {
      turnStore.restore(kept?.turns ?? [])
      usageRecords.restore(kept?.receipts ?? [])
      syncStore.save(sync.newSyncState(ref, now))
    })
    await alarm.arm()
  }

  async #readCopy(ref: SessionRef): Promise<History | null> {
    const { historyCopies, log } = this.#dependencies
    try {
      return await historyCopies.read(ref)
    } catch (error) {
      log({ event: 'history', code: 'history_unavailable', session: ref.session, detail: errorText(error) })
      throw new Failure('history_unavailable', { retryAfterSeconds: 2 })
    }
  }
}
