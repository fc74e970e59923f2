import type { SyncState } from './sync-state.ts'

/** What is stored under it outlives releases: the name stays. */
const KEY = 'keeping'

/** The session's sync state, in memory and in the object's storage. */
export class SyncStore {
  readonly #kv: DurableObjectStorage['kv']
  #state: SyncState | undefined

  constructor(kv: DurableObjectStorage['kv']) {
    this.#kv = kv
    this.#state = kv.get<SyncState>(KEY)
  }

  /** Undefined until somebody has asked for the session, and when its time is over. */
  get state(): SyncState | undefined {
    return this.#state
  }

  save(state: SyncState): void {
    this.#state = state
    this.#kv.put(KEY, state)
  }

  /** Takes a step, where there is a session. */
  change(step: (state: SyncState, now: number) => SyncState): void {
    if (this.#state) this.save(step(this.#state, Date.now()))
  }

  /** The storage was emptied. */
  drop(): void {
    this.#state = undefined
  }
}
