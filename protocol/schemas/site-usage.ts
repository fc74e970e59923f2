/** What a site used, by UTC day. */
import * as v from 'valibot'
import { count, day, textOrNull } from './primitives.ts'
import { failureCode } from './refusal.ts'
import { turnState } from './turn.ts'

export const waits = v.object({
  attempts: count,
  milliseconds: count,
  histogram: v.array(v.object({ atMostMilliseconds: v.number(), attempts: count })),
})
export type Waits = v.InferOutput<typeof waits>

export const usageDay = v.object({
  day,
  personaVersion: count,
  provider: textOrNull,
  model: textOrNull,
  /** Sessions that had their first turn on this day, whatever version and model: in a day's first entry; 0 in the others. */
  sessions: count,
  turns: count,
  attempts: count,
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  reasoningTokens: count,
  /** Attempts whose tokens are our estimate, and attempts whose price is unknown. */
  estimated: count,
  unpriced: count,
  costMicroUsd: count,
  states: v.record(turnState, v.exactOptional(count)),
  failures: v.record(failureCode, v.exactOptional(count)),
  firstWord: waits,
  whole: waits,
})
export type UsageDay = v.InferOutput<typeof usageDay>

/** Ratings by the day on which they were given and the version that they rate. */
export const feedbackDay = v.object({ day, personaVersion: count, ups: count, downs: count })
export type FeedbackDay = v.InferOutput<typeof feedbackDay>

/** Questions refused before a model was asked, because of a limit or the settings. No other figure includes them. */
export const refusedDay = v.object({ day, code: failureCode, questions: count })
export type RefusedDay = v.InferOutput<typeof refusedDay>

export const siteUsage = v.object({
  days: v.array(usageDay),
  feedback: v.array(feedbackDay),
  refused: v.array(refusedDay),
})
export type SiteUsage = v.InferOutput<typeof siteUsage>
