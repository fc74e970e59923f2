/** One question and its answers, as the Worker returns them. */
import * as v from 'valibot'
import { count, ordinal, text, textOrNull, time, uuid } from './primitives.ts'
import { answerParts } from './answer.ts'
import { shownQuestionParts } from './question.ts'
import { rating } from './turn-request.ts'
import { failureCode } from './refusal.ts'

/**
 * `queued` waits for the turn before it; `streaming` grows; the other four are final for an attempt.
 * `complete` means that the upstream said so; `interrupted` means that words may be missing at the end.
 */
export const turnState = v.picklist(['queued', 'streaming', 'complete', 'stopped', 'interrupted', 'failed'])
export type TurnState = v.InferOutput<typeof turnState>

/** Token counts as the upstream reports them, every field it sends. */
const usage = v.pipe(v.record(v.string(), v.unknown()), v.readonly())
export type Usage = v.InferOutput<typeof usage>

/** What the upstream reported about one answer, in the field names of this API. */
const completion = v.object({
  /** The configured name of the provider that answered. */
  provider: textOrNull,
  /** `id` of the chat completion. */
  completionId: textOrNull,
  model: textOrNull,
  /** `created`: seconds since 1970. */
  created: v.nullable(v.number()),
  /**
   * `finish_reason`: stop, length, content_filter or tool_calls, even if the provider has other words for them; otherwise its own
   * word, or `other` if that is not a plain word. `fallback` is ours: no provider was asked, and the answer is the text that the
   * owner wrote for when a limit of the site is used up.
   */
  finishReason: textOrNull,
  usage: v.nullable(usage),
})
export type Completion = v.InferOutput<typeof completion>

/** The head of a turn: everything but its words. */
export const turnHead = v.object({
  ...completion.entries,
  /** The UUID that its page chose. */
  id: uuid,
  /** 1 for the session's first turn; never reused. */
  seq: ordinal,
  /** 1 for the first answer to this question; a retry adds one. */
  attempt: ordinal,
  state: turnState,
  /** Why it failed or was interrupted. */
  failure: v.nullable(failureCode),
  personaVersion: count,
  /** When the turn was first asked. */
  createdAt: time,
  /** When this attempt was asked for; `createdAt` for the first one, and for attempts from before this was stored. */
  attemptedAt: time,
})
export type TurnHead = v.InferOutput<typeof turnHead>

/** A visitor's opinion of one attempt. */
export const feedback = v.object({
  rating,
  /** Empty if there is none. */
  comment: text,
  at: time,
})
export type Feedback = v.InferOutput<typeof feedback>

/** An earlier attempt at the same turn, with the question it answered, which an edit may have changed. */
export const earlierAttempt = v.object({
  attempt: ordinal,
  state: turnState,
  failure: v.nullable(failureCode),
  finishReason: textOrNull,
  question: text,
  answer: text,
  ...answerParts.entries,
  feedback: v.nullable(feedback),
  /** When this attempt was asked for. */
  createdAt: time,
})
export type EarlierAttempt = v.InferOutput<typeof earlierAttempt>

export const turn = v.object({
  ...turnHead.entries,
  /** The question that the newest attempt answers. */
  question: text,
  ...shownQuestionParts.entries,
  answer: text,
  ...answerParts.entries,
  /** In order, without the newest. */
  earlierAttempts: v.array(earlierAttempt),
  /** For the newest attempt. */
  feedback: v.nullable(feedback),
  /** While queued or streaming: the event up to which `answer` is complete. Resume after it. */
  lastEventId: textOrNull,
})
export type Turn = v.InferOutput<typeof turn>

export const feedbackSaved = v.object({
  turn: turnHead,
  /** The attempt that was rated. */
  attempt: ordinal,
  feedback: v.nullable(feedback),
})
export type FeedbackSaved = v.InferOutput<typeof feedbackSaved>

export const stopped = v.object({ turn: turnHead })
