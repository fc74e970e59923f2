import type { Answer } from '../../../protocol/schemas/answer.ts'
import type { Question } from '../../../protocol/schemas/question.ts'
import { QUESTION_AND_ANSWER, readValues, type ValueRow } from './values.ts'

/** A turn's newest answer, with the question it answers. */
export interface StoredExchange {
  seq: number
  question: Question
  answer: Answer
  /** The tokens of both in a prompt. */
  tokens: number
}

/** Release 0.1 accepted answers that were only blanks. */
const BLANKS = 'char(9, 10, 11, 12, 13, 32, 160, 8203, 12288)'

/** What a prompt for turn `before` may contain: the very first exchange, and those from turn `from` on, in order. */
export function readExchanges(sql: SqlStorage, from: number, before: number): StoredExchange[] {
  // Two look-ups by key: the part between them may be long and is not read.
  const first = select(sql, 'seq < ? GROUP BY seq ORDER BY seq LIMIT 1', before)
  const after = Math.max(from, (first[0]?.seq ?? before) + 1)
  return [...first, ...select(sql, 'seq >= ? AND seq < ? GROUP BY seq ORDER BY seq', after, before)]
}

/** SQLite takes the other columns from the row with the maximum: the newest attempt that has words. */
function select(sql: SqlStorage, where: string, ...values: SqlStorageValue[]): StoredExchange[] {
  return sql
    .exec<ValueRow & { seq: number; tokens: number; attempt: number }>(
      `SELECT seq, ${QUESTION_AND_ANSWER}, tokens, MAX(attempt) AS attempt
       FROM turns JOIN attempts USING (seq) WHERE TRIM(answer, ${BLANKS}) <> '' AND ${where}`,
      ...values,
    )
    .toArray()
    .map(({ seq, tokens, ...row }) => {
      const { question, answer } = readValues(row)
      return { seq, question, answer, tokens }
    })
}

/** The session's first question, in its original wording. */
export function readFirstQuestion(sql: SqlStorage): Question | undefined {
  const [first] = sql
    .exec<ValueRow>(
      `SELECT question, NULL AS edited, page, parts AS question_parts, '' AS answer, NULL AS answer_parts
       FROM turns ORDER BY seq LIMIT 1`,
    )
    .toArray()
  return first && readValues(first).original
}
