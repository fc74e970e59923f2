import { Failure } from '../../protocol/failure.ts'
import { isRecord } from '../../protocol/record.ts'
import type { Site } from '../../protocol/site.ts'
import { QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import type { Question } from '../../protocol/schemas/question.ts'
import { readPageContext } from './page-context.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Reads what a visitor asks: an id, a text, where the site wants it the page; and nothing else of what the body may hold.
 *
 * @throws Failure `invalid_body`, `text_empty`, `text_too_long`.
 */
export function readQuestion(body: unknown, { pageContext }: Pick<Site, 'pageContext'>): Question {
  if (!isRecord(body)) throw new Failure('invalid_body')
  const text = readText(body['text'])
  const id = readTurnId(body['id'])
  const page = pageContext === 'on' ? readPageContext(body['page']) : undefined
  return page === undefined ? { id, text } : { id, text, page }
}

/** @throws Failure `invalid_body`, `text_empty`, `text_too_long`. */
export function readText(text: unknown): string {
  if (typeof text !== 'string') throw new Failure('invalid_body', { param: 'text' })
  // Half a surrogate pair has no UTF-8: it would come back from storage as something else.
  const question = text.toWellFormed()
  if (question.trim() === '') throw new Failure('text_empty', { param: 'text' })
  if (question.length > QUESTION_CHARACTERS) {
    throw new Failure('text_too_long', {
      param: 'text',
      detail: `${question.length} of ${QUESTION_CHARACTERS} characters`,
    })
  }
  return question
}

/** @throws Failure `invalid_body` when it is not a UUID. */
export function readTurnId(id: unknown): string {
  if (typeof id !== 'string' || !UUID.test(id)) throw new Failure('invalid_body', { param: 'id' })
  return id.toLowerCase()
}
