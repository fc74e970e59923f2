import type { FailureCode } from '../../protocol/failure.ts'
import type { Completion, EarlierAttempt, Turn, TurnHead, TurnState, Usage } from '../../protocol/wire.ts'
import { isFinal } from './transitions.ts'

/** The newest attempt at a turn. */
export interface StoredTurn {
  seq: number
  id: string
  question: string
  createdAt: number
  attempt: number
  state: TurnState
  answer: string
  failure: FailureCode | null
  completion: Completion
  personaVersion: number
  /** The number of the last event that may have been sent. */
  lastEvent: number
}

/** What an aggregator says an answer costs is the owner's: it stands in the receipts, and no visitor reads it. */
function withoutCost(usage: Usage | null): Usage | null {
  return usage && Object.fromEntries(Object.entries(usage).filter(([name]) => !name.startsWith('cost')))
}

export function head({
  id,
  seq,
  attempt,
  state,
  failure,
  completion,
  personaVersion,
  createdAt,
}: StoredTurn): TurnHead {
  return {
    id,
    seq,
    attempt,
    state,
    failure,
    ...completion,
    usage: withoutCost(completion.usage),
    personaVersion,
    createdAt: new Date(createdAt).toISOString(),
  }
}

export function view(turn: StoredTurn, earlierAttempts: EarlierAttempt[]): Turn {
  const lastEventId = isFinal(turn.state) ? null : `${turn.seq}.${turn.lastEvent}`
  return { ...head(turn), question: turn.question, answer: turn.answer, earlierAttempts, feedback: null, lastEventId }
}
