/** What an address takes after its `?`. */
import * as v from 'valibot'
import { FAILURE_CODES } from '../failure.ts'
import { SEARCH_CHARACTERS } from '../sizes.ts'
import { TRANSCRIPT_RATINGS, TRANSCRIPT_STATES, WRITINGS } from '../transcript-choices.ts'
import { count, day, text } from './primitives.ts'

export const versionsQuery = v.object({
  /** Only versions before this one. */
  before: v.exactOptional(count),
})

export const transcriptQuery = v.object({
  /** `next` of the page before. */
  after: v.exactOptional(text),
  /** Words, all of them, in any of its turns. */
  text: v.exactOptional(v.pipe(text, v.maxLength(SEARCH_CHARACTERS))),
  /** That somebody gave. */
  feedback: v.exactOptional(v.picklist(TRANSCRIPT_RATINGS)),
  /** That a turn ended in. */
  state: v.exactOptional(v.picklist(TRANSCRIPT_STATES)),
  /** Code of a failure that an attempt ended with. */
  failure: v.exactOptional(v.picklist(FAILURE_CODES)),
  /** Day of the last turn, in UTC; with it. */
  from: v.exactOptional(day),
  /** The same. */
  to: v.exactOptional(day),
  /** Of the persona that answered. */
  version: v.exactOptional(count),
  /** That most of the questions are in. */
  writing: v.exactOptional(v.picklist(WRITINGS)),
})

export const usageQuery = v.object({
  /** The first day. */
  from: day,
  /** The last day; with it. */
  to: day,
})
