/** The parameters after an address's `?`. */
import * as v from 'valibot'
import { FAILURE_CODES } from '../failure.ts'
import { SEARCH_CHARACTERS } from '../sizes.ts'
import { TRANSCRIPT_FEEDBACK, TRANSCRIPT_STATES, WRITINGS } from '../transcript-choices.ts'
import { count, day, text } from './primitives.ts'

export const versionsQuery = v.object({
  /** Only versions before this one. */
  before: v.exactOptional(count),
})

export const transcriptQuery = v.object({
  /** `next` of the previous page. */
  after: v.exactOptional(text),
  /** Words that must all occur in one of its turns. */
  text: v.exactOptional(v.pipe(text, v.maxLength(SEARCH_CHARACTERS))),
  /** A rating that a visitor gave. */
  feedback: v.exactOptional(v.picklist(TRANSCRIPT_FEEDBACK)),
  /** A state in which a turn ended. */
  state: v.exactOptional(v.picklist(TRANSCRIPT_STATES)),
  /** The failure code with which an attempt ended. */
  failure: v.exactOptional(v.picklist(FAILURE_CODES)),
  /** The first day of the last turn's range, in UTC; inclusive. */
  from: v.exactOptional(day),
  /** The last day of that range; inclusive. */
  to: v.exactOptional(day),
  /** The version of the persona that answered. */
  version: v.exactOptional(count),
  /** The script of most of the questions. */
  writing: v.exactOptional(v.picklist(WRITINGS)),
})

export const usageQuery = v.object({
  /** The first day. */
  from: day,
  /** The last day; inclusive. */
  to: day,
})
