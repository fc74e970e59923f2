import type { Signal } from '@preact/signals-core'
import type { TurnState } from '../../protocol/schemas/turn.ts'
import type { Attempt, Feedback } from '../api/parse.ts'
import type { RefusalCode } from '../api/refusal.ts'

/**
 * The Worker's states, and two that only this page knows: `sending` until the Worker has taken the question, `lost` when
 * it could not be asked (or asked for the rest).
 */
export type ShownState = TurnState | 'sending' | 'lost'

/** One question and its answer, as they stand on the screen. */
export interface ShownTurn {
  readonly id: string
  /** The question to the newest answer: it may have been put another way since. */
  readonly question: Signal<string>
  /** A delta renders nothing but the end of this. */
  readonly answer: Signal<string>
  readonly state: Signal<ShownState>
  readonly failure: Signal<RefusalCode | null>
  readonly finishReason: Signal<string | null>
  readonly feedback: Signal<Feedback | null>
  /** What was answered before, the oldest first. */
  readonly earlier: Signal<readonly Attempt[]>
  /** When it was asked, in milliseconds since 1970. */
  askedAt: number
  /** Infinite until the Worker has given it a place. */
  seq: number
  /** The attempt whose answer is shown; 0 until the Worker has begun one. */
  attempt: number
  /** The attempt that was asked for, which the Worker may not have heard of yet. */
  wanted: number
  /** Another question that the wanted attempt is to answer. */
  rephrased: string | undefined
  lastEventId: string | null
  /** What the Worker's log calls the request that it refused; null where it refused none. */
  reference: string | null
  /** Stop was pressed before there was anything to stop. */
  isUnwanted: boolean
}

export const isTaken = (turn: ShownTurn): boolean => turn.seq !== Infinity

export const isActive = ({ state: { value } }: ShownTurn): boolean =>
  value === 'sending' || value === 'queued' || value === 'streaming'
