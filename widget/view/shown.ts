import type { later } from '../later.ts'
import type { Store } from '../store.ts'
import type { LaterWords, Words } from '../words/words.ts'

/** What every part of the panel is given. */
export interface Shown {
  store: Store
  words: Words
}

/** And those parts that come later. */
export interface LaterShown {
  store: Store
  words: Words & LaterWords
}

/** Those parts, and their words; missing until they have come. */
export interface Later {
  parts: typeof later
  words: Words & LaterWords
}
