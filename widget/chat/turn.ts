import { batch, signal } from '@preact/signals-core'
import type { Attempt, Feedback, Head, News, PastTurn } from '../api/parse.ts'
import type { RefusalCode } from '../api/refusal.ts'
import type { ShownState, ShownTurn } from './shown-turn.ts'

export const newTurn = ({ id, text }: { id: string; text: string }): ShownTurn => ({
  id,
  question: signal(text),
  answer: signal(''),
  state: signal<ShownState>('sending'),
  failure: signal<RefusalCode | null>(null),
  finishReason: signal<string | null>(null),
  feedback: signal<Feedback | null>(null),
  earlier: signal<readonly Attempt[]>([]),
  askedAt: Date.now(),
  seq: Infinity,
  attempt: 0,
  wanted: 1,
  rephrased: undefined,
  lastEventId: null,
  reference: null,
  isUnwanted: false,
})

export function pastTurn(past: PastTurn): ShownTurn {
  const turn = newTurn({ id: past.id, text: past.question })
  takeWhole(turn, past)
  turn.lastEventId = past.lastEventId
  return turn
}

/** The session that had taken it is over. */
export function unplace(turn: ShownTurn): void {
  turn.seq = Infinity
  turn.attempt = 0
  turn.lastEventId = null
  turn.rephrased = undefined
  turn.earlier.value = []
  turn.answer.value = ''
}

/** Makes room for another answer: the one that stands there is turned over. */
export function turnOver(turn: ShownTurn): void {
  const { attempt, question, answer, state, failure, finishReason, feedback, earlier } = turn
  if (attempt && !earlier.value.some((each) => each.attempt === attempt)) {
    const shown: Attempt = {
      attempt,
      question: question.value,
      answer: answer.value,
      // Before another attempt, the last one is over.
      state: state.value === 'sending' || state.value === 'lost' ? 'interrupted' : state.value,
      failure: failure.value,
      finishReason: finishReason.value,
      feedback: feedback.value,
    }
    earlier.value = [...earlier.value, shown]
  }
  answer.value = ''
  feedback.value = null
}

/** Takes one event in. @returns false for an event that is known already. */
export function apply(turn: ShownTurn, news: News): boolean {
  // A snapshot is the whole truth, whenever it comes.
  if (news.event !== 'snapshot' && numberOf(news.id) <= numberOf(turn.lastEventId)) return false

  batch(() => {
    turn.lastEventId = news.id || turn.lastEventId
    switch (news.event) {
      case 'accepted':
        if (news.turn.attempt > turn.attempt) turnOver(turn)
        // All its deltas follow: whatever stands there is the same attempt, read before.
        turn.answer.value = ''
        turn.rephrased = undefined
        takeHead(turn, news.turn)
        break
      case 'delta':
        turn.state.value = 'streaming'
        turn.answer.value += news.text
        break
      case 'done':
        takeHead(turn, news.turn)
        break
      case 'failed':
        takeHead(turn, { ...news.turn, failure: news.code })
        break
      case 'snapshot':
        takeWhole(turn, news.turn)
        break
      default:
        news satisfies never
    }
  })
  return true
}

function takeWhole(turn: ShownTurn, past: PastTurn): void {
  takeHead(turn, past)
  turn.question.value = past.question
  turn.answer.value = past.answer
  turn.feedback.value = past.feedback
  turn.earlier.value = past.earlier
}

function takeHead(turn: ShownTurn, { seq, attempt, state, failure, finishReason, createdAt }: Head): void {
  turn.seq = seq
  turn.attempt = turn.wanted = attempt
  turn.askedAt = createdAt || turn.askedAt
  turn.state.value = state
  turn.failure.value = failure
  turn.finishReason.value = finishReason
}

/** The n of `<seq>.<n>`, which grows within a turn; an event without an id is always new. */
const numberOf = (id: string | null): number => (id === null ? -1 : Number(id.split('.')[1] ?? Infinity))
