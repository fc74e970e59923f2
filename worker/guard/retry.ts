import { Failure } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import type { Retry } from '../../protocol/wire.ts'
import { readAttempt } from './attempt.ts'
import { readText } from './question.ts'

/**
 * Reads which attempt a visitor wants, and at which question.
 *
 * @throws Failure `invalid_body`, `text_empty`, `text_too_long`.
 */
export function readRetry(body: unknown): Required<Retry> {
  const attempt = readAttempt(field(body, 'attempt'))
  const text = field(body, 'text') ?? null
  if (text === null) return { attempt, text }
  // Without a number, a text that is sent twice would be asked twice.
  if (attempt === null) throw new Failure('invalid_body', { param: 'attempt' })
  return { attempt, text: readText(text) }
}
