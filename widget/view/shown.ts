import type { Store } from '../store.ts'
import type { Words } from '../words/words.ts'

/** What every part of the panel is given. */
export interface Shown {
  store: Store
  words: Words
}
