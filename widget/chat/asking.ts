import { batch } from '@preact/signals-core'
import type { PageContext } from '../../protocol/schemas/question.ts'
import type { Thread } from './conversation.ts'
import type { Emit } from '../page/events.ts'
import type { Memory } from './memory.ts'
import type { Outgoing } from '../api/transport.ts'
import { isActive, type ShownTurn } from './shown-turn.ts'
import { newTurn, turnOver } from './turn.ts'
import { uuid } from '../page/uuid.ts'

/** How questions get into a conversation. */
export interface Asker {
  send(text: string): void
  stop(): void
  /** Sends what a page before this one could not. */
  resend(question: Outgoing): void
  /** Shows a turn as one whose answer is to come. */
  expect(turn: ShownTurn): void
  answerAgain(turn: ShownTurn): void
  /** Another wording of the question, and so another answer. */
  rephrase(turn: ShownTurn, text: string): void
}

interface Partners {
  talk: Thread
  memory: Memory
  emit: Emit
  /** What goes along with a question, where the owner wants it and the visitor has not left it out. */
  page(): PageContext | undefined
}

export function asking({ talk, memory, emit, page }: Partners): Asker {
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
    expect,
    answerAgain,
    rephrase,
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
    resend(question) {
      const turn = talk.find(question.id)
      if (!turn || !question.attempt) ask(question)
      else if (question.attempt > turn.attempt) rephrase(turn, question.text)
      else memory.takeFromOutbox(question.id)
    },
  }
}
