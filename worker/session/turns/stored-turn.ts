import type { FailureCode } from '../../../protocol/failure.ts'
import type {
  Completion,
  EarlierAttempt,
  Feedback,
  Turn,
  TurnHead,
  TurnState,
  Usage,
} from '../../../protocol/schemas/turn.ts'
import type { PageContext } from '../../../protocol/schemas/question.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import { isFinal } from './transitions.ts'

/** One attempt at a turn, mostly the newest. */
export interface StoredTurn {
  seq: number
  id: string
  /** What was asked first. */
  original: string
  /** What this attempt answers. */
  question: string
  page: PageContext | null
  createdAt: number
  attempt: number
  attemptedAt: number
  state: TurnState
  answer: string
  failure: FailureCode | null
  completion: Completion
  personaVersion: number
  feedback: Feedback | null
  /** The number of the last event that may have been sent. */
  lastEvent: number
}

/** Every attempt at every turn, as `read` expects it. */
export const SELECT_TURNS = `
  SELECT seq, id, question AS original, IFNULL(edited, question) AS question, page, created_at,
    attempt, IFNULL(asked_at, created_at) AS attempted_at, state, answer, failure, completion, persona_version, feedback,
    last_event
  FROM turns JOIN attempts USING (seq)`

export type Row = {
  seq: number
  id: string
  original: string
  question: string
  page: string | null
  created_at: number
  attempt: number
  attempted_at: number
  state: TurnState
  answer: string
  failure: FailureCode | null
  completion: string | null
  persona_version: number
  feedback: string | null
  last_event: number
}

export function read(row: Row): StoredTurn {
  const {
    created_at: createdAt,
    attempted_at: attemptedAt,
    persona_version: personaVersion,
    last_event: lastEvent,
    ...same
  } = row
  // What an earlier version stored names no provider.
  const completion: Completion = { ...noCompletion(), ...(row.completion !== null && JSON.parse(row.completion)) }
  const page: PageContext | null = row.page === null ? null : JSON.parse(row.page)
  const feedback: Feedback | null = row.feedback === null ? null : JSON.parse(row.feedback)
  return { ...same, page, completion, feedback, createdAt, attemptedAt, personaVersion, lastEvent }
}

/** What an aggregator says an answer costs is the owner's: it stands in the usage records, and no visitor reads it. */
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
  attemptedAt,
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
    attemptedAt: new Date(attemptedAt).toISOString(),
  }
}

function view(turn: StoredTurn, earlierAttempts: EarlierAttempt[]): Turn {
  const { question, page, answer, feedback } = turn
  const lastEventId = isFinal(turn.state) ? null : `${turn.seq}.${turn.lastEvent}`
  return { ...head(turn), question, page, answer, earlierAttempts, feedback, lastEventId }
}

function earlierView({ completion, attemptedAt, ...turn }: StoredTurn): EarlierAttempt {
  const { attempt, state, failure, question, answer, feedback } = turn
  const { finishReason } = completion
  const createdAt = new Date(attemptedAt).toISOString()
  return { attempt, state, failure, finishReason, question, answer, feedback, createdAt }
}

/** Attempts in order, as a visitor may see them: each turn once, with its earlier attempts. */
export function historyOf(attempts: readonly StoredTurn[]): Turn[] {
  const history: Turn[] = []
  let earlierAttempts: EarlierAttempt[] = []
  for (const turn of attempts) {
    earlierAttempts = turn.attempt === 1 ? [] : earlierAttempts
    if (turn.attempt > 1) history.pop()
    history.push(view(turn, [...earlierAttempts]))
    earlierAttempts.push(earlierView(turn))
  }
  return history
}
