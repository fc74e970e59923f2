import { batch } from '@preact/signals-core'
import type { PageContext } from '../protocol/wire.ts'
import type { Conversation } from './conversation.ts'
import type { Emit } from './events.ts'
import type { Memory } from './memory.ts'
import type { Feedback } from './reading.ts'
import type { Outgoing, Transport } from './transport.ts'
import { isActive, isTaken, type ShownTurn } from './shown-turn.ts'
import { newTurn, turnOver } from './turn.ts'
import { uuid } from './uuid.ts'

/** What a visitor does in a conversation. */
export interface Asking {
  send(text: string): void
  stop(): void
  /** Goes on with a turn that did not end well. */
  retry(turn: ShownTurn): void
  /** Another answer to the same question; the one that stands there can be turned back to. */
  answerAgain(turn: ShownTurn): void
  /** The same for the last question, put another way. */
  edit(turn: ShownTurn, text: string): void
  /** @throws Refusal when the Worker did not take it; what was rated before stands again then. */
  rate(turn: ShownTurn, feedback: Feedback): Promise<void>
  /** Sends what a page before this one could not. */
  resend(question: Outgoing): void
}

interface Partners {
  talk: Conversation
  memory: Memory
  transport: Transport
  emit: Emit
  /** What goes along with a question, where the owner wants it and the visitor has not left it out. */
  page(): PageContext | undefined
}

export function asking({ talk, memory, transport, emit, page }: Partners): Asking {
  function ask(question: Outgoing): void {
    talk.ask(talk.find(question.id) ?? talk.show(newTurn(question)), question)
  }

  function expect({ state, failure, finishReason }: ShownTurn): void {
    batch(() => {
      state.value = 'sending'
      failure.value = finishReason.value = null
    })
  }

  function answerAgain(turn: ShownTurn): void {
    turn.wanted = turn.attempt + 1
    batch(() => {
      turnOver(turn)
      expect(turn)
    })
    talk.askAgain(turn)
  }

  function rephrase(turn: ShownTurn, text: string): void {
    turnOver(turn)
    turn.question.value = turn.rephrased = text
    answerAgain(turn)
  }

  return {
    send(text) {
      const along = page()
      const question = { id: uuid(), text: text.trim() }
      if (!question.text) return
      memory.putInOutbox(question)
      emit('message:sent', question)
      // Of the page nothing is remembered: a question that is sent by the next page goes without.
      ask({ ...question, ...(along && { page: along }) })
    },
    stop: () => talk.turns.value.filter(isActive).forEach(talk.halt),
    retry(turn) {
      const { id, question, attempt, state } = turn
      const isLost = state.value === 'lost'
      expect(turn)
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
    answerAgain,
    edit(turn, text) {
      const words = text.trim()
      if (!words || words === turn.question.value) return
      memory.putInOutbox({ id: turn.id, text: words, attempt: turn.attempt + 1 })
      rephrase(turn, words)
    },
    async rate(turn, feedback) {
      const before = turn.feedback.value
      turn.feedback.value = feedback
      try {
        await transport.rate(turn.id, turn.attempt, feedback)
        emit('feedback', { id: turn.id, rating: feedback.rating })
      } catch (error) {
        turn.feedback.value = before
        throw error
      }
    },
    resend(question) {
      const turn = talk.find(question.id)
      if (!turn || !question.attempt) ask(question)
      else if (question.attempt > turn.attempt) rephrase(turn, question.text)
      else memory.takeFromOutbox(question.id)
    },
  }
}
