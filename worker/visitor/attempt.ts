import { Failure } from '../../protocol/failure.ts'

/**
 * The number of an attempt at a turn, null if none is given.
 *
 * @throws Failure `invalid_body`.
 */
export function readAttempt(attempt: unknown): number | null {
  if (attempt === undefined || attempt === null) return null
  if (typeof attempt === 'number' && Number.isSafeInteger(attempt) && attempt > 0) return attempt
  throw new Failure('invalid_body', { param: 'attempt' })
}
