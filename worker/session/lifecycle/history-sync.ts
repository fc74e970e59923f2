import { errorText, type Log } from '../../base/log.ts'
import type { TranscriptSearches } from '../../transcripts/transcript-search.ts'
import type { SessionRef } from '../command.ts'
import { isFinal } from '../turns/stored-turn.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import type { UsageRecords } from '../usage/usage-records.ts'
import type { UsageReporter } from '../usage/usage-reporter.ts'
import type { Job } from './alarm.ts'
import type { HistoryCopies, History } from './history-copy.ts'
import * as sync from './sync-state.ts'
import type { SyncState } from './sync-state.ts'
import type { SyncStore } from './sync-store.ts'

interface Dependencies {
  historyCopies: HistoryCopies
  transcriptSearches: TranscriptSearches
  turnStore: TurnStore
  usageRecords: UsageRecords
  usageReporter: UsageReporter
  syncStore: SyncStore
  log: Log
}

/** How the sync state changes after a write, or after a failed one. */
type SyncOutcome = (state: SyncState) => SyncState

/** Copies the settled turns to KV and to the site's search index, when the chat pauses. */
export class HistorySync implements Job {
  readonly #dependencies: Dependencies
  #writing: Promise<void> = Promise.resolve()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  due(): number | null {
    const { state } = this.#dependencies.syncStore
    return state ? (sync.writeDue(state) ?? sync.fileDue(state)) : null
  }

  /** One write at a time; never throws. */
  run(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#writing
  }

  /** Never throws: a copy that could not be erased now is erased by the alarm. */
  async eraseCopy(ref: SessionRef): Promise<void> {
    try {
      await this.#dependencies.historyCopies.forget(ref)
    } catch (error) {
      this.#logCopy(ref, error)
    }
  }

  async #write(): Promise<void> {
    const { syncStore } = this.#dependencies
    const before = syncStore.state
    if (!before) return
    const history = this.#history()
    const outcomes = await Promise.all([
      before.changedAt !== null && this.#writeCopy(before, history),
      before.unfiled && this.#index(before, before.unfiled.changedAt, history),
    ])
    // Both results are saved in one write.
    syncStore.save(outcomes.reduce((state, become) => (become ? become(state) : state), syncStore.state ?? before))
  }

  async #writeCopy(before: SyncState, history: History): Promise<SyncOutcome> {
    const { historyCopies, usageReporter } = this.#dependencies
    const { holder, changedAt, retentionDays } = before
    try {
      if (before.forgotten) {
        await historyCopies.forget(holder)
        await usageReporter.forget()
      } else await historyCopies.write(holder, history, retentionDays)
      return (state) => sync.written(state, changedAt, Date.now())
    } catch (error) {
      this.#logCopy(holder, error)
      return (state) => sync.failed(state, Date.now())
    }
  }

  async #index({ holder, expiresAt }: SyncState, changedAt: number, history: History): Promise<SyncOutcome> {
    const { transcriptSearches, log } = this.#dependencies
    const { site, session } = holder
    try {
      await transcriptSearches(site).put({ session, expiresAt, ...history })
      return (state) => sync.filed(state, changedAt)
    } catch (error) {
      log({ event: 'archive', site, session, detail: errorText(error) })
      return (state) => sync.notFiled(state, Date.now())
    }
  }

  #history(): History {
    const { turnStore, usageRecords } = this.#dependencies
    return { turns: turnStore.history().filter(({ state }) => isFinal(state)), receipts: usageRecords.all() }
  }

  #logCopy({ session }: SessionRef, error: unknown): void {
    this.#dependencies.log({ event: 'history', code: 'history_unavailable', session, detail: errorText(error) })
  }
}
