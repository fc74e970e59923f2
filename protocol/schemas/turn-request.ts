/** What a visitor sends about a turn. */
import * as v from 'valibot'
import { COMMENT_CHARACTERS, QUESTION_CHARACTERS } from '../sizes.ts'
import { ordinal, text, uuid } from './primitives.ts'
import { questionParts } from './question.ts'

const questionText = v.pipe(text, v.minLength(1), v.maxLength(QUESTION_CHARACTERS))

export const turnRequest = v.object({
  /** A UUID: the same id is the same turn, however often it is sent. */
  id: uuid,
  text: questionText,
  ...questionParts.entries,
})
export type TurnRequest = v.InferOutput<typeof turnRequest>

/** The body is optional. */
export const retry = v.object({
  /** The attempt that should exist afterwards, so that sending this twice creates it once. Null: one more. */
  attempt: v.exactOptional(v.nullable(ordinal)),
  /** Another question, for the session's last turn only, and only with an `attempt`. Null: the newest attempt's own. */
  text: v.exactOptional(v.nullable(questionText)),
})
export type Retry = v.InferOutput<typeof retry>

export const rating = v.nullable(v.picklist(['up', 'down']))

/** Replaces earlier feedback. Without a rating and a comment, the feedback is withdrawn. */
export const feedbackRequest = v.object({
  /** A finished attempt; null: the newest. */
  attempt: v.exactOptional(v.nullable(ordinal)),
  rating,
  comment: v.exactOptional(v.pipe(text, v.maxLength(COMMENT_CHARACTERS))),
})
export type FeedbackRequest = v.InferOutput<typeof feedbackRequest>
