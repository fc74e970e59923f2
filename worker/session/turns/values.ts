/**
 * How a question and an answer are stored: a text, and one JSON value for the parts. `protocol/schemas/question.ts` and
 * `protocol/schemas/answer.ts` declare the parts; this code treats them all alike.
 */
import { answerParts, type Answer } from '../../../protocol/schemas/answer.ts'
import { questionParts, type Question } from '../../../protocol/schemas/question.ts'

/** The columns of both, from `turns` and `attempts` together. */
export const QUESTION_AND_ANSWER =
  'question, edited, page, turns.parts AS question_parts, answer, attempts.parts AS answer_parts'

export type ValueRow = {
  question: string
  /** Another wording; null: the turn's own. */
  edited: string | null
  page: string | null
  question_parts: string | null
  answer: string
  answer_parts: string | null
}

interface Values {
  original: Question
  question: Question
  answer: Answer
}

export function readValues(row: ValueRow): Values {
  const page = row.page === null ? {} : { page: parsed(row.page) }
  const original: Question = { ...page, ...parsed(row.question_parts), text: row.question }
  const question: Question = row.edited === null ? original : { ...original, text: row.edited }
  return { original, question, answer: { ...parsed(row.answer_parts), text: row.answer } }
}

/** Nobody else writes these columns. */
const parsed = (json: string | null) => (json === null ? {} : JSON.parse(json))

/** Null if there are none: a plain text takes no extra space. */
const written = (parts: object): string | null => (Object.keys(parts).length === 0 ? null : JSON.stringify(parts))

/** The page stays in its own column, which is older than the one for parts: the previous release reads it there. */
export function questionColumns({ page, ...parts }: { page?: unknown }): { page: string | null; parts: string | null } {
  return { page: page ? JSON.stringify(page) : null, parts: written(parts) }
}

export const answerColumn = (parts: object): string | null => written(parts)

/** A question or an answer without its text. */
export const partsOf = <Value extends { text: string }>({ text: _text, ...parts }: Value): Omit<Value, 'text'> => parts

/** The names of all parts. A turn has them beside its own fields. */
export interface PartNames {
  question: readonly string[]
  answer: readonly string[]
}

export const DECLARED_PARTS: PartNames = {
  question: Object.keys(questionParts.entries),
  answer: Object.keys(answerParts.entries),
}

/** The parts with these names, from a turn as it is shown. */
export const pickParts = (shown: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name)))
