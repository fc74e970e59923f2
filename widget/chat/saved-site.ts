import { jsonText } from '../page/json-text.ts'
import { nothingSaved, readSavedSite, type SavedSite } from './saved-conversation.ts'

/**
 * Reads and writes the data saved under one key of `localStorage`. If storage is refused, it keeps the value for the life of
 * the page.
 */
export class SavedSiteStore {
  readonly key: string
  /** Whether something was asked here. Nothing is written before that. */
  mayWrite = false
  readonly #api: string
  readonly #storage: () => Storage
  /** The value that could not be stored. */
  #unsaved: SavedSite

  /** @param storage may throw, and so may reading the storage that it returns. */
  constructor(key: string, api: string, storage: () => Storage) {
    this.key = key
    this.#api = api
    this.#storage = storage
    this.#unsaved = nothingSaved(api)
  }

  get isStored(): boolean {
    return this.#stored() !== undefined
  }

  /** Data that another script saved under the same key is never current: its tokens are not for this API. */
  read(): SavedSite {
    const saved = this.#stored() ?? this.#unsaved
    if (!saved.api || saved.api === this.#api) return saved
    const { others, ...current } = saved
    return { ...nothingSaved(this.#api), others: [current, ...others] }
  }

  write(saved: SavedSite): void {
    this.#unsaved = saved
    if (!this.mayWrite && !this.isStored) return
    try {
      this.#storage().setItem(this.key, jsonText(saved))
      // From now on storage is right. A copy here would outlive another tab's `forget`.
      this.forgetUnsaved()
    } catch {
      // A private window or a full disk: the copy here is right, and older data must not be read instead.
      this.#remove()
    }
  }

  forgetUnsaved(): void {
    this.#unsaved = nothingSaved(this.#api)
  }

  /** Leaves nothing in storage. */
  erase(): void {
    this.mayWrite = false
    this.forgetUnsaved()
    this.#remove()
  }

  #stored(): SavedSite | undefined {
    try {
      const saved = this.#storage().getItem(this.key)
      return saved === null ? undefined : readSavedSite(JSON.parse(saved))
    } catch {
      return undefined // Storage is refused, or the page wrote something else there: as if nothing were saved.
    }
  }

  #remove(): void {
    try {
      this.#storage().removeItem(this.key)
    } catch {
      // Storage is refused, so nothing was saved either.
    }
  }
}
