import type { Turn } from '../../../protocol/schemas/turn.ts'
import { exchangeTokens } from '../../base/tokens/exchange.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import { answerColumn, pickParts, questionColumns, type PartNames } from './values.ts'

/** More events than one turn can have: a restored turn does not know how many there were. */
const MANY_EVENTS = 1_000_000

/** Writes a history from KV into empty tables. A copy from an earlier version lacks newer fields. */
export function importHistory(sql: SqlStorage, history: readonly Turn[], partNames: PartNames): void {
  for (const turn of history) {
    const { seq, id, createdAt } = turn
    const attempts = attemptsOf(turn, partNames)
    const { page, parts } = questionColumns(pickParts(turn, partNames.question))
    const original = attempts[0]?.question ?? turn.question
    sql.exec(
      'INSERT INTO turns (seq, id, question, page, parts, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      id,
      original,
      page,
      parts,
      Date.parse(createdAt),
    )
    for (const { attempt, state, question, answer, parts, failure, completion, feedback, attemptedAt } of attempts) {
      sql.exec(
        `INSERT INTO attempts (seq, attempt, state, edited, answer, parts, failure, completion, persona_version, feedback,
           asked_at, last_event, tokens)
         VALUES (?, ?, ?, NULLIF(?, ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        seq,
        attempt,
        state,
        question,
        original,
        answer,
        parts,
        failure,
        JSON.stringify(completion),
        turn.personaVersion,
        feedback && JSON.stringify(feedback),
        Date.parse(attemptedAt),
        MANY_EVENTS,
        exchangeTokens({ question, answer, usage: completion.usage }),
      )
    }
  }
}

/** In order, the newest last. For earlier attempts the history copy lacks some of what the upstream reported. */
function attemptsOf({ earlierAttempts, ...turn }: Turn, partNames: PartNames) {
  const partsOf = (shown: object) => answerColumn(pickParts(shown, partNames.answer))

  const earlier = earlierAttempts.map(
    ({ failure = null, finishReason = null, question = turn.question, feedback = null, createdAt, ...attempt }) => ({
      ...attempt,
      parts: partsOf(attempt),
      failure,
      completion: { ...noCompletion(), finishReason },
      question,
      feedback,
      attemptedAt: createdAt ?? turn.createdAt,
    }),
  )
  const { attempt, state, failure, question, answer, feedback, attemptedAt = turn.createdAt } = turn
  const { provider = null, completionId, model, created, finishReason, usage } = turn
  const completion = { provider, completionId, model, created, finishReason, usage }
  const parts = partsOf(turn)
  return [...earlier, { attempt, state, failure, completion, question, answer, parts, feedback, attemptedAt }]
}
