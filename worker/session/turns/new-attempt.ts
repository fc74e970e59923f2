import { noCompletion } from '../../providers/reply/completion.ts'
import type { StoredTurn } from './stored-turn.ts'

/** What all attempts at a turn share. */
type Whole = Pick<StoredTurn, 'seq' | 'id' | 'original' | 'page' | 'createdAt'>

interface NewAttempt {
  attempt: number
  text: string
  personaVersion: number
  firstEvent: number
  now: number
}

/** Writes another attempt at a turn, which waits for its answer. */
export function insertAttempt(
  sql: SqlStorage,
  whole: Whole,
  { attempt, text, personaVersion, firstEvent, now }: NewAttempt,
): StoredTurn {
  const { seq, id, original, page, createdAt } = whole
  sql.exec(
    `INSERT INTO attempts (seq, attempt, state, edited, answer, persona_version, last_event, asked_at)
     VALUES (?, ?, 'queued', ?, '', ?, ?, ?)`,
    seq,
    attempt,
    text === original ? null : text,
    personaVersion,
    firstEvent,
    now,
  )
  return {
    seq,
    id,
    original,
    page,
    createdAt,
    attempt,
    personaVersion,
    question: text,
    attemptedAt: now,
    state: 'queued',
    answer: '',
    failure: null,
    completion: noCompletion(),
    feedback: null,
    lastEvent: firstEvent,
  }
}
