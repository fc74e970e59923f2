/** What the visitor can do with a turn. Part of the turns' module: nobody needs it before the first question. */
import type { ChatStore } from './store.ts'
import type { ShownTurn } from './turn.ts'

type ActionStore = Pick<ChatStore, 'conversation' | 'memory'>

/** Continues a turn that did not end well. */
export function retry({ conversation, memory }: ActionStore, turn: ShownTurn): void {
  const { state, attempt, question: text } = turn.now
  turn.expect()
  if (!turn.isAccepted) {
    const question = { ...turn.parts, id: turn.id, text }
    memory.putInOutbox(question)
    return conversation.ask(question)
  }
  if (state !== 'lost') turn.change({ wanted: attempt + 1 })
  // The Worker may or may not have received the lost request: asking twice is the same as asking once.
  if (turn.now.wanted > attempt) conversation.askAgain(turn)
  else conversation.continue(turn)
}

/** Another answer to the same question. The visitor can return to the one that is shown. */
export function answerAgain({ conversation }: ActionStore, turn: ShownTurn): void {
  turn.want()
  conversation.askAgain(turn)
}

/** The same for the last question, edited. Does nothing if the text is empty or unchanged. */
export function edit({ conversation, memory }: ActionStore, turn: ShownTurn, text: string): void {
  const edited = text.trim()
  if (!edited || edited === turn.now.question) return
  memory.putInOutbox({ id: turn.id, text: edited, attempt: turn.now.attempt + 1 })
  turn.want(edited)
  conversation.askAgain(turn)
}
