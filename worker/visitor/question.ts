import { Failure } from '../../protocol/failure.ts'
import { isRecord } from '../../protocol/record.ts'
import type { Site } from '../../protocol/site.ts'
import type { QuestionParts } from '../../protocol/schemas/question.ts'
import { type TurnRequest } from '../../protocol/schemas/turn-request.ts'
import { QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import { readPageContext } from './page-context.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The settings that say which parts of a question a site wants. A missing setting wants none. */
type PartSettings = Partial<Site>

/** Reads each part from unchecked input; undefined if it is missing or unwanted. A part without a reader does not compile. */
type PartReaders = {
  readonly [Part in keyof QuestionParts]-?: (given: unknown, site: PartSettings) => QuestionParts[Part] | undefined
}

const READERS: PartReaders = {
  page: (given, { pageContext }) => (pageContext === 'on' ? readPageContext(given) : undefined),
}

/**
 * Reads a visitor's question: an id, a text and the parts that the site wants; anything else in the body is ignored.
 *
 * @throws Failure `invalid_body`, `text_empty`, `text_too_long`.
 */
export function readQuestion(body: unknown, site: PartSettings): TurnRequest {
  if (!isRecord(body)) throw new Failure('invalid_body')
  const text = readText(body['text'])
  const id = readTurnId(body['id'])
  return { id, text, ...readParts(body, site) }
}

const readParts = (body: Record<string, unknown>, site: PartSettings): QuestionParts =>
  Object.assign(
    {},
    ...Object.entries(READERS).map(([name, read]) => {
      const part = read(body[name], site)
      return part === undefined ? {} : { [name]: part }
    }),
  )

/** @throws Failure `invalid_body`, `text_empty`, `text_too_long`. */
export function readText(text: unknown): string {
  if (typeof text !== 'string') throw new Failure('invalid_body', { param: 'text' })
  // UTF-8 cannot represent half a surrogate pair: storage would return something else.
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
