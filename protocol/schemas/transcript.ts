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
  /** The first question, cut. */
  title: text,
  /**
   * Around the words that were looked for; null when none were. The words are between U+0001 and U+0002. U+0003 begins a
   * question, U+0004 an answer and U+0005 a visitor's comment; a conversation that was filed before there were these
   * three has none of them.
   */
  excerpt: textOrNull,
  firstTurnAt: time,
  lastTurnAt: time,
  turns: count,
  ups: count,
  downs: count,
  /** The states its turns ended in, without `complete`. */
  troubles: v.array(turnState),
  /** Of the persona, each that answered in it. */
  versions: v.array(count),
  writing,
})
export type TranscriptSummary = v.InferOutput<typeof transcriptSummary>

export const transcriptPage = v.object({
  sessions: v.array(transcriptSummary),
  /** For `after`; null on the last page. */
  next: textOrNull,
  /** Questions in these days that were refused (`RefusedDay`): they are in no conversation. */
  refused: count,
})
export type TranscriptPage = v.InferOutput<typeof transcriptPage>

/** What one attempt used. */
export const transcriptReceipt = v.object({
  seq: count,
  attempt: count,
  /** Of the persona that was asked. */
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

/** Sessions that are gone are left out. */
export const exported = v.object({
  transcripts: v.array(transcript),
  /** Sessions whose conversation is kept and could not be read. */
  unreadable: v.array(text),
})
export type Exported = v.InferOutput<typeof exported>
