import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChild } from 'preact'
import type { ChatStore } from '../chat/store.ts'
import type { ShownTurn } from '../chat/turn.ts'
import type { Attributes } from '../page/attributes.ts'
import type { TurnsWords, Words } from '../words/words.ts'

/** Props of every part of the panel. */
export interface PanelProps {
  store: ChatStore
  words: Words
}

/** Props of the parts in the turns' module. */
export interface LaterProps {
  store: ChatStore
  words: Words & TurnsWords
}

/** Props of the parts of a turn. */
export interface TurnProps extends LaterProps {
  turn: ShownTurn
  isLast: boolean
}

/** A text to show as Markdown. */
export interface AnswerProps {
  /** A signal if it may still grow. */
  text: string | ReadonlySignal<string>
  isOver: boolean
  imageHosts: readonly string[]
  words: Pick<TurnsWords, 'code' | 'copied' | 'copyCode' | 'table' | 'formula'>
  /** The element of the greeting. */
  kind?: 'greeting'
}

/** The page when the visitor opened the chat: its selection then, and the tag's attributes. */
export interface PagePlace {
  selected: string
  attributes: Attributes
}

/** Props of what shows or adds a part of the next question. */
export interface QuestionPartProps extends LaterProps {
  place: PagePlace
}

/** The exports of such a part's module. */
export interface QuestionPart {
  Part: Part<QuestionPartProps>
  css: string
}

/** The parts in the turns' module, and their words. */
export interface Later {
  parts: {
    Answer: Part<AnswerProps>
    Turns: Part<LaterProps>
    Menu: Part<LaterProps & { close: () => void }>
    QuestionParts: Part<QuestionPartProps>
  }
  words: LaterProps['words']
}

type Part<Props> = (props: Props) => ComponentChild
