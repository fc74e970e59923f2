import type { ReadonlySignal } from '@preact/signals-core'
import type { ComponentChild } from 'preact'
import type { ShownTurn } from '../chat/shown-turn.ts'
import type { TurnActions } from '../chat/turn-actions.ts'
import type { Store } from '../chat/store.ts'
import type { LaterWords, Words } from '../words/words.ts'

/** What every part of the panel is given. */
export interface PanelProps {
  store: Store
  words: Words
}

export type WholeStore = Store & TurnActions

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

/** A text to be shown as Markdown. */
export interface AnswerShown {
  /** A signal, where it may still grow. */
  text: string | ReadonlySignal<string>
  isOver: boolean
  imageHosts: readonly string[]
  words: Pick<LaterWords, 'code' | 'copied' | 'copyCode' | 'table' | 'formula'>
  /** Where it is the greeting. */
  kind?: 'greeting'
}

/** Those parts, and their words. */
export interface Later {
  parts: {
    Answer: Part<AnswerShown>
    Turns: Part<LaterShown>
    Menu: Part<LaterShown & { close: () => void }>
    PageNote: Part<LaterShown>
  }
  store: WholeStore
  words: Words & LaterWords
}

type Part<Props> = (props: Props) => ComponentChild
