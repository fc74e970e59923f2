import { batch, signal, type Signal } from '@preact/signals'
import type { Question, TurnState } from '../protocol/wire.ts'
import type { Head, News, PastTurn } from './reading.ts'
import type { RefusalCode } from './refusal.ts'

/**
 * The Worker's states, and two that only this page knows: `sending` until the Worker has taken the question, `lost` when
 * it could not be asked (or asked for the rest).
 */
export type ShownState = TurnState | 'sending' | 'lost'

/** One question and its answer, as they stand on the screen. */
export interface ShownTurn {
  readonly id: string
  readonly question: string
  /** Bound to one text node: a delta renders nothing else. */
  readonly answer: Signal<string>
  readonly state: Signal<ShownState>
  readonly failure: Signal<RefusalCode | null>
  readonly finishReason: Signal<string | null>
  /** Infinite until the Worker has given it a place. */
  seq: number
  attempt: number
  lastEventId: string | null
  /** Stop was pressed before there was anything to stop. */
  isUnwanted: boolean
}

export const newTurn = ({ id, text }: Question): ShownTurn => ({
  id,
  question: text,
  answer: signal(''),
  state: signal<ShownState>('sending'),
  failure: signal<RefusalCode | null>(null),
  finishReason: signal<string | null>(null),
  seq: Infinity,
  attempt: 0,
  lastEventId: null,
  isUnwanted: false,
})

export function pastTurn(past: PastTurn): ShownTurn {
  const turn = newTurn({ id: past.id, text: past.question })
  takeHead(turn, past)
  turn.answer.value = past.answer
  turn.lastEventId = past.lastEventId
  return turn
}

/** The session that had taken it is over. */
export function unplace(turn: ShownTurn): void {
  turn.seq = Infinity
  turn.attempt = 0
  turn.lastEventId = null
  turn.answer.value = ''
}

export const isTaken = (turn: ShownTurn): boolean => turn.seq !== Infinity

export const isActive = ({ state: { value } }: ShownTurn): boolean =>
  value === 'sending' || value === 'queued' || value === 'streaming'

/** Takes one event in. @returns false for an event that is known already. */
export function apply(turn: ShownTurn, news: News): boolean {
  // A snapshot is the whole truth, whenever it comes.
  if (news.event !== 'snapshot' && numberOf(news.id) <= numberOf(turn.lastEventId)) return false

  batch(() => {
    turn.lastEventId = news.id || turn.lastEventId
    switch (news.event) {
      case 'accepted':
        // All its deltas follow: whatever stands there is an earlier attempt, or the same one read before.
        turn.answer.value = ''
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
        takeHead(turn, news.turn)
        turn.answer.value = news.turn.answer
        break
      default:
        news satisfies never
    }
  })
  return true
}

function takeHead(turn: ShownTurn, { seq, attempt, state, failure, finishReason }: Head): void {
  turn.seq = seq
  turn.attempt = attempt
  turn.state.value = state
  turn.failure.value = failure
  turn.finishReason.value = finishReason
}

/** The n of `<seq>.<n>`, which grows within a turn; an event without an id is always new. */
const numberOf = (id: string | null): number => (id === null ? -1 : Number(id.split('.')[1] ?? Infinity))
