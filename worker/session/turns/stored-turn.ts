import { shownAnswer, type Answer, type AnswerParts } from '../../../protocol/schemas/answer.ts'
import type { FailureCode } from '../../../protocol/failure.ts'
import { shownQuestion, type Question, type QuestionParts } from '../../../protocol/schemas/question.ts'
import type {
  Completion,
  EarlierAttempt,
  Feedback,
  Turn,
  TurnHead,
  TurnState,
  Usage,
} from '../../../protocol/schemas/turn.ts'
import type { TurnRequest } from '../../../protocol/schemas/turn-request.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import { partsOf, questionColumns, QUESTION_AND_ANSWER, readValues, type ValueRow } from './values.ts'

/** One attempt at a turn, usually the newest. */
export interface StoredTurn {
  seq: number
  id: string
  /** The original question. */
  original: Question
  /** The question that this attempt answers: its text may differ from the original, its parts do not. */
  question: Question
  createdAt: number
  attempt: number
  attemptedAt: number
  state: TurnState
  answer: Answer
  failure: FailureCode | null
  completion: Completion
  personaVersion: number
  feedback: Feedback | null
  /** The number of the last event that may have been sent. */
  lastEvent: number
}

/** Every attempt at every turn, as `read` expects it. */
export const SELECT_TURNS = `
  SELECT seq, id, ${QUESTION_AND_ANSWER}, created_at,
    attempt, IFNULL(asked_at, created_at) AS attempted_at, state, failure, completion, persona_version, feedback,
    last_event
  FROM turns JOIN attempts USING (seq)`

export type Row = ValueRow & {
  seq: number
  id: string
  created_at: number
  attempt: number
  attempted_at: number
  state: TurnState
  failure: FailureCode | null
  completion: string | null
  persona_version: number
  feedback: string | null
  last_event: number
}

export function read(row: Row): StoredTurn {
  const { seq, id, attempt, state, failure } = row
  // Rows from earlier versions name no provider.
  const completion: Completion = { ...noCompletion(), ...(row.completion !== null && JSON.parse(row.completion)) }
  const feedback: Feedback | null = row.feedback === null ? null : JSON.parse(row.feedback)
  return {
    seq,
    id,
    attempt,
    state,
    failure,
    ...readValues(row),
    completion,
    feedback,
    createdAt: row.created_at,
    attemptedAt: row.attempted_at,
    personaVersion: row.persona_version,
    lastEvent: row.last_event,
  }
}

/** What all attempts at a turn share. */
type Whole = Pick<StoredTurn, 'seq' | 'id' | 'original' | 'createdAt'>

interface NewAttempt {
  attempt: number
  question: Question
  personaVersion: number
  firstEvent: number
  now: number
}

/** Stores a new question, which waits for its answer. */
export function insertTurn(
  sql: SqlStorage,
  { id, ...question }: TurnRequest,
  { personaVersion, now }: Pick<NewAttempt, 'personaVersion' | 'now'>,
): StoredTurn {
  const { page, parts } = questionColumns(partsOf(question))
  const { seq } = sql
    .exec<{ seq: number }>(
      'INSERT INTO turns (id, question, page, parts, created_at) VALUES (?, ?, ?, ?, ?) RETURNING seq',
      id,
      question.text,
      page,
      parts,
      now,
    )
    .one()
  const whole = { seq, id, original: question, createdAt: now }
  return insertAttempt(sql, whole, { attempt: 1, question, personaVersion, firstEvent: 0, now })
}

/** Stores another attempt at a turn, which waits for its answer. */
export function insertAttempt(sql: SqlStorage, whole: Whole, { firstEvent, now, ...next }: NewAttempt): StoredTurn {
  const { seq, id, original, createdAt } = whole
  const { text } = next.question
  sql.exec(
    `INSERT INTO attempts (seq, attempt, state, edited, answer, persona_version, last_event, asked_at)
     VALUES (?, ?, 'queued', ?, '', ?, ?, ?)`,
    seq,
    next.attempt,
    text === original.text ? null : text,
    next.personaVersion,
    firstEvent,
    now,
  )
  return {
    seq,
    id,
    original,
    createdAt,
    ...next,
    attemptedAt: now,
    state: 'queued',
    answer: { text: '' },
    failure: null,
    completion: noCompletion(),
    feedback: null,
    lastEvent: firstEvent,
  }
}

/** The cost that an aggregator reports is for the owner only: it is in the usage records, and visitors never see it. */
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

/** A turn has all parts beside its own fields, and so do events: a part with a taken name does not compile. */
type TakenName =
  | keyof TurnHead
  | 'question'
  | 'answer'
  | 'earlierAttempts'
  | 'feedback'
  | 'lastEventId'
  | 'turn'
  | 'error'
type Shared =
  | (keyof QuestionParts & keyof AnswerParts)
  | (keyof QuestionParts & TakenName)
  | (keyof AnswerParts & TakenName)
true satisfies [Shared] extends [never] ? true : never

function view(turn: StoredTurn, earlierAttempts: EarlierAttempt[]): Turn {
  const { question, answer, feedback } = turn
  const lastEventId = isFinal(turn.state) ? null : `${turn.seq}.${turn.lastEvent}`
  return { ...shownQuestion(question), ...shownAnswer(answer), ...head(turn), earlierAttempts, feedback, lastEventId }
}

function earlierView({ completion, attemptedAt, ...turn }: StoredTurn): EarlierAttempt {
  const { attempt, state, failure, question, answer, feedback } = turn
  const { finishReason } = completion
  const createdAt = new Date(attemptedAt).toISOString()
  return { ...shownAnswer(answer), attempt, state, failure, finishReason, question: question.text, feedback, createdAt }
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

/** Which state of an attempt may follow which. A retry does not leave a final state: it is another attempt. */
const NEXT: Readonly<Record<TurnState, readonly TurnState[]>> = {
  queued: ['streaming', 'stopped', 'interrupted', 'failed'],
  streaming: ['complete', 'stopped', 'interrupted', 'failed'],
  complete: [],
  stopped: [],
  interrupted: [],
  failed: [],
}

/** @throws Error when a turn would break the protocol: a bug in this code, never the caller's fault. */
export function follow(from: TurnState, to: TurnState): TurnState {
  if (!NEXT[from].includes(to)) throw new Error(`a turn cannot go from ${from} to ${to}`)
  return to
}

export const isFinal = (state: TurnState): boolean => NEXT[state].length === 0
