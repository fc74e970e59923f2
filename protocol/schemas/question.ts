/** What a visitor sends about a turn. */
import * as v from 'valibot'
import { COMMENT_CHARACTERS, PAGE_VARIABLES, QUESTION_CHARACTERS } from '../sizes.ts'
import { ordinal, text, uuid } from './primitives.ts'

/** Where a question is asked. Untrusted: the author of the page writes this. */
export const pageContext = v.object({
  title: text,
  /** http or https, without query and fragment; empty for any other. */
  url: text,
  /** The text that is selected there. */
  selection: text,
  /** What else the page says, by the names of `persona-marks.ts`; left out where it says nothing. */
  variables: v.exactOptional(v.pipe(v.record(v.string(), text), v.maxEntries(PAGE_VARIABLES), v.readonly())),
})
export type PageContext = v.InferOutput<typeof pageContext>

const questionText = v.pipe(text, v.minLength(1), v.maxLength(QUESTION_CHARACTERS))

export const question = v.object({
  /** A UUID: the same id is the same turn, however often it is sent. */
  id: uuid,
  text: questionText,
  /** Not looked at unless the site has `pageContext` on. No part of what makes two questions the same. */
  page: v.exactOptional(pageContext),
})
export type Question = v.InferOutput<typeof question>

/** The body may be left out. */
export const retry = v.object({
  /** The attempt that should exist afterwards: the same one sent twice is made once. Null: one more. */
  attempt: v.exactOptional(v.nullable(ordinal)),
  /** Another question, for the session's last turn alone, and only with an `attempt`. Null: the newest attempt's own. */
  text: v.exactOptional(v.nullable(questionText)),
})
export type Retry = v.InferOutput<typeof retry>

export const rating = v.nullable(v.picklist(['up', 'down']))

/** It replaces the feedback before it. No rating and no comment: the feedback is taken back. */
export const feedbackRequest = v.object({
  /** One that is over; null: the newest. */
  attempt: v.exactOptional(v.nullable(ordinal)),
  rating,
  comment: v.exactOptional(v.pipe(text, v.maxLength(COMMENT_CHARACTERS))),
})
export type FeedbackRequest = v.InferOutput<typeof feedbackRequest>
