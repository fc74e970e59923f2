import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChild } from 'preact'
import type { ChatStore } from '../chat/store.ts'
import type { ShownTurn } from '../chat/turn.ts'
import type { Attributes } from '../page/attributes.ts'
import type { TurnsWords, Words } from '../words/words.ts'

/** What every part of the panel gets. */
export interface PanelProps {
  store: ChatStore
  words: Words
}

/** What the parts in the turns' module get. */
export interface LaterProps {
  store: ChatStore
  words: Words & TurnsWords
}

/** What the parts of a turn get. */
export interface TurnProps extends LaterProps {
  turn: ShownTurn
  isLast: boolean
}

/** A text to be shown as Markdown. */
export interface AnswerProps {
  /** A signal, where it may still grow. */
  text: string | ReadonlySignal<string>
  isOver: boolean
  imageHosts: readonly string[]
  words: Pick<TurnsWords, 'code' | 'copied' | 'copyCode' | 'table' | 'formula'>
  /** Where it is the greeting. */
  kind?: 'greeting'
}

/** Where the chat was reached for: what was selected on the page then, and what the tag says. */
export interface PagePlace {
  selected: string
  attributes: Attributes
}

/** The parts in the turns' module, and their words. */
export interface Later {
  parts: {
    Answer: Part<AnswerProps>
    Turns: Part<LaterProps>
    Menu: Part<LaterProps & { close: () => void }>
    PageNote: Part<LaterProps & { place: PagePlace }>
  }
  words: LaterProps['words']
}

type Part<Props> = (props: Props) => ComponentChild
