import { Failure } from '../../protocol/failure.ts'
import { isRecord } from '../../protocol/record.ts'
import { COMMENT_CHARACTERS } from '../../protocol/sizes.ts'
import type { FeedbackRequest } from '../../protocol/schemas/turn-request.ts'
import { readAttempt } from './attempt.ts'

/**
 * Reads a visitor's opinion of an attempt. A blank comment counts as none.
 *
 * @throws Failure `invalid_body`.
 */
export function readFeedback(body: unknown): Required<FeedbackRequest> {
  if (!isRecord(body)) throw new Failure('invalid_body')
  const { rating, comment = '' } = body
  if (rating !== 'up' && rating !== 'down' && rating !== null) throw new Failure('invalid_body', { param: 'rating' })
  if (typeof comment !== 'string') throw new Failure('invalid_body', { param: 'comment' })
  if (comment.length > COMMENT_CHARACTERS) {
    throw new Failure('invalid_body', {
      param: 'comment',
      detail: `${comment.length} of ${COMMENT_CHARACTERS} characters`,
    })
  }
  return {
    attempt: readAttempt(body['attempt']),
    rating,
    comment: comment.trim() === '' ? '' : comment.toWellFormed(),
  }
}
