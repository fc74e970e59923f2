import type { TurnState } from '../../../protocol/schemas/turn.ts'

/** Which state of an attempt may follow which. A retry does not leave a final state: it is another attempt. */
const NEXT: Readonly<Record<TurnState, readonly TurnState[]>> = {
  queued: ['streaming', 'stopped', 'interrupted', 'failed'],
  streaming: ['complete', 'stopped', 'interrupted', 'failed'],
  complete: [],
  stopped: [],
  interrupted: [],
  failed: [],
}

/** @throws Error when a turn would break the protocol: a fault of ours, never of a caller's. */
export function follow(from: TurnState, to: TurnState): TurnState {
  if (!NEXT[from].includes(to)) throw new Error(`a turn cannot go from ${from} to ${to}`)
  return to
}

export const isFinal = (state: TurnState): boolean => NEXT[state].length === 0
