import type { SyncState } from './sync-state.ts'

/** Stored values outlive releases, so the name stays. */
const KEY = 'keeping'

/** The session's sync state, in memory and in the object's storage. */
export class SyncStore {
  readonly #kv: DurableObjectStorage['kv']
  #state: SyncState | undefined

  constructor(kv: DurableObjectStorage['kv']) {
    this.#kv = kv
    this.#state = kv.get<SyncState>(KEY)
  }

  /** Undefined before the session's first request, and after it expires. */
  get state(): SyncState | undefined {
    return this.#state
  }

  save(state: SyncState): void {
    this.#state = state
    this.#kv.put(KEY, state)
  }

  /** Applies a step, if there is a session. */
  change(step: (state: SyncState, now: number) => SyncState): void {
    if (this.#state) this.save(step(this.#state, Date.now()))
  }

  /** The storage was emptied. */
  drop(): void {
    this.#state = undefined
  }
}
