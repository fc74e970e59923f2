/**
 * What a visitor does once something was asked: rates an answer, wants another one, goes back to a conversation, has all of
 * them forgotten. It comes with the later half of the panel, because nobody needs it before the first question.
 */
import type { Asker } from './asking.ts'
import type { Thread } from './conversation.ts'
import type { Emit } from '../page/events.ts'
import { turnRequests } from '../api/turn-requests.ts'
import type { SavedConversation as Kept, Memory } from './memory.ts'
import type { Feedback } from '../api/parse.ts'
import { isTaken, type ShownTurn } from './shown-turn.ts'
import type { Transport } from '../api/transport.ts'

export interface TurnActions {
  /** Goes on with a turn that did not end well. */
  retry(turn: ShownTurn): void
  /** Another answer to the same question; the one that stands there can be turned back to. */
  answerAgain(turn: ShownTurn): void
  /** The same for the last question, put another way. */
  edit(turn: ShownTurn, text: string): void
  /** @throws Refusal when the Worker did not take it; what was rated before stands again then. */
  rate(turn: ShownTurn, feedback: Feedback): Promise<void>
  /** The visitor's conversations on this device, the one that is shown first. */
  conversations(): Kept[]
  /** Goes back to a conversation. */
  takeUp(conversation: Kept): void
  /** Erases every conversation, here and at the Worker. @throws Refusal when something could not be erased. */
  forgetMe(): Promise<void>
}

/** What the store lends for it. */
export interface Inside {
  talk: Thread
  memory: Memory
  transport: Transport
  emit: Emit
  asks: Asker
  hold(conversation: Kept): void
  /** Shows what is held now, here and in the other tabs. */
  anew(): void
}

export function turnActions({ talk, memory, transport, emit, asks, hold, anew }: Inside): TurnActions {
  const { rate, forget } = turnRequests(transport)
  /** When the last feedback on a turn has arrived: two on their way at once could arrive in another order. */
  const rated = new WeakMap<ShownTurn, Promise<void>>()
  return {
    retry(turn) {
      const { id, question, attempt, state } = turn
      const isLost = state.value === 'lost'
      asks.expect(turn)
      turn.isUnwanted = false
      if (!isTaken(turn)) {
        const again = { id, text: question.value }
        memory.putInOutbox(again)
        return talk.ask(turn, again)
      }
      if (!isLost) turn.wanted = attempt + 1
      // Of what was lost on the way, the Worker may have heard or not: asking twice is the same as asking once.
      if (turn.wanted > attempt) talk.askAgain(turn)
      else talk.goOn(turn)
    },
    answerAgain: asks.answerAgain,
    edit(turn, text) {
      const words = text.trim()
      if (!words || words === turn.question.value) return
      memory.putInOutbox({ id: turn.id, text: words, attempt: turn.attempt + 1 })
      asks.rephrase(turn, words)
    },
    async rate(turn, feedback) {
      const { id, attempt } = turn
      const before = turn.feedback.value
      turn.feedback.value = feedback
      const sent = (rated.get(turn) ?? Promise.resolve()).then(() => rate(id, attempt, feedback))
      rated.set(
        turn,
        sent.catch(() => {}),
      )
      try {
        await sent
        emit('feedback', { id, rating: feedback.rating })
      } catch (error) {
        // Unless the visitor has said something else since.
        if (turn.feedback.value === feedback) turn.feedback.value = before
        throw error
      }
    },
    conversations: memory.conversations,
    takeUp: hold,
    async forgetMe() {
      talk.leave()
      try {
        // Last of all what the Worker has not heard of, and has no token.
        for (const token of new Set([...memory.conversations().map((each) => each.token), memory.token(), ''])) {
          if (token) await forget(token)
          memory.forget(token)
        }
      } finally {
        anew()
      }
    },
  }
}
