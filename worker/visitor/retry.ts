import { Failure } from '../../protocol/failure.ts'
import { isRecord } from '../../protocol/record.ts'
import type { Retry } from '../../protocol/schemas/turn-request.ts'
import { readAttempt } from './attempt.ts'
import { readText } from './question.ts'

/**
 * Reads which attempt a visitor wants, and for which question.
 *
 * @throws Failure `invalid_body`, `text_empty`, `text_too_long`.
 */
export function readRetry(body: unknown): Required<Retry> {
  // The body is optional; one without any field that we know is a mistake.
  if (!isRecord(body) || Array.isArray(body)) throw new Failure('invalid_body')
  const attempt = readAttempt(body['attempt'])
  const text = body['text'] ?? null
  if (text === null) return { attempt, text }
  // Without a number, a text that is sent twice would be asked twice.
  if (attempt === null) throw new Failure('invalid_body', { param: 'attempt' })
  return { attempt, text: readText(text) }
}
