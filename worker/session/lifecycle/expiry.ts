import { errorText, type Log } from '../../base/log.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import type { UsageRecords } from '../usage/usage-records.ts'
import type { Job } from './alarm.ts'
import type { HistoryCopies } from './history-copy.ts'
import { isOnlyRead, overdue } from './sync-state.ts'
import type { SyncStore } from './sync-store.ts'

interface Dependencies {
  storage: DurableObjectStorage
  historyCopies: HistoryCopies
  turnStore: TurnStore
  usageRecords: UsageRecords
  syncStore: SyncStore
  log: Log
}

/** Deletes everything when the session expires. */
export class Expiry implements Job {
  readonly #dependencies: Dependencies
  readonly isLast = true

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Not while an answer is in progress: the time counts from when it ends. */
  due(): number | null {
    const { syncStore, turnStore } = this.#dependencies
    return syncStore.state && !turnStore.hasOpenTurns ? syncStore.state.expiresAt : null
  }

  async run(): Promise<void> {
    const { historyCopies, storage, turnStore, usageRecords, syncStore, log } = this.#dependencies
    const { state } = syncStore
    if (!state) return
    const { holder, forgotten } = state
    try {
      // This object's expiry does not apply to a history copy that it has only read.
      if (!forgotten && !isOnlyRead(state)) await historyCopies.forget(holder)
      // A question that arrived meanwhile has extended the expiry, and its answer writes the copy again.
      if (syncStore.state !== state) return
      await storage.deleteAll()
      turnStore.prepare()
      usageRecords.prepare()
      syncStore.drop()
    } catch (error) {
      // What the visitor did meanwhile is kept, whether or not this succeeded.
      if (syncStore.state === state) syncStore.save(overdue(state, Date.now()))
      log({ event: 'history', code: 'history_unavailable', session: holder.session, detail: errorText(error) })
    }
  }
}
