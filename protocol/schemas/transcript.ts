/** Conversations as the owner finds and reads them. */
import * as v from 'valibot'
import { EXPORT_SESSIONS } from '../sizes.ts'
import { WRITINGS } from '../transcript-choices.ts'
import { count, countOrNull, text, textOrNull, time } from './primitives.ts'
import { turn, turnState } from './turn.ts'

const writing = v.picklist(WRITINGS)
export type Writing = v.InferOutput<typeof writing>

export const transcriptSummary = v.object({
  session: text,
  /** The first question, shortened. */
  title: text,
  /**
   * The text around the words that were searched for; null without a search. The words are between U+0001 and U+0002. U+0003
   * begins a question, U+0004 an answer and U+0005 a visitor's comment; conversations indexed before these three existed have
   * none of them.
   */
  excerpt: textOrNull,
  firstTurnAt: time,
  lastTurnAt: time,
  turns: count,
  ups: count,
  downs: count,
  /** The final states of its turns, without `complete`. */
  troubles: v.array(turnState),
  /** The versions of the persona that answered in it. */
  versions: v.array(count),
  writing,
})
export type TranscriptSummary = v.InferOutput<typeof transcriptSummary>

export const transcriptPage = v.object({
  sessions: v.array(transcriptSummary),
  /** For `after`; null on the last page. */
  next: textOrNull,
  /** Questions on these days that were refused (`RefusedDay`): no conversation contains them. */
  refused: count,
})
export type TranscriptPage = v.InferOutput<typeof transcriptPage>

/** What one attempt used. */
export const transcriptReceipt = v.object({
  seq: count,
  attempt: count,
  /** The version of the persona that was asked. */
  personaVersion: count,
  provider: textOrNull,
  model: textOrNull,
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  reasoningTokens: count,
  isEstimated: v.boolean(),
  costMicroUsd: countOrNull,
  firstWordMilliseconds: countOrNull,
  wholeMilliseconds: countOrNull,
})
export type TranscriptReceipt = v.InferOutput<typeof transcriptReceipt>

export const transcript = v.object({
  session: text,
  updatedAt: time,
  turns: v.array(turn),
  receipts: v.array(transcriptReceipt),
})
export type Transcript = v.InferOutput<typeof transcript>

export const exportRequest = v.object({ sessions: v.pipe(v.array(text), v.maxLength(EXPORT_SESSIONS)) })

/** Sessions that no longer exist are left out. */
export const exported = v.object({
  transcripts: v.array(transcript),
  /** Sessions whose conversation exists but could not be read. */
  unreadable: v.array(text),
})
export type Exported = v.InferOutput<typeof exported>
