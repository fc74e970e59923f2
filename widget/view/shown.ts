import type { ComponentChild } from 'preact'
import type { ShownTurn } from '../shown-turn.ts'
import type { SecondThoughts } from '../second-thoughts.ts'
import type { Store } from '../store.ts'
import type { LaterWords, Words } from '../words/words.ts'

/** What every part of the panel is given. */
export interface Shown {
  store: Store
  words: Words
}

export type WholeStore = Store & SecondThoughts

/** And those parts that come later. */
export interface LaterShown {
  store: WholeStore
  words: Words & LaterWords
}

/** What the parts of a turn are given. */
export interface TurnShown extends LaterShown {
  turn: ShownTurn
  isLast: boolean
}

/** Those parts, and their words. */
export interface Later {
  parts: {
    Turns: Part<LaterShown>
    Menu: Part<LaterShown & { close: () => void }>
    PageNote: Part<LaterShown>
  }
  store: WholeStore
  words: Words & LaterWords
}

type Part<Props> = (props: Props) => ComponentChild
