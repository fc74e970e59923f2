/**
 * The shapes of `wire.ts` and `failure.ts` as schemas, under the names that they have there. The API's description is made of
 * them (`build/openapi.ts`); neither the Worker nor the widget loads them. A schema that has drifted does not compile.
 */
import * as v from 'valibot'
import { FAILURES, type FailureBody, type FailureCode } from './failure.ts'
import { answerParts } from './turn/answer.ts'
import { questionParts, shownQuestionParts } from './turn/question.ts'
import type { Same } from './same.ts'
import type { SettingProblem } from './setting-problem.ts'
import { shownEntries, type SiteView } from './site.ts'
import {
  BOT_CHECK_CHARACTERS,
  COMMENT_CHARACTERS,
  QUESTION_CHARACTERS,
  type Completion,
  type EarlierAttempt,
  type Feedback,
  type FeedbackRequest,
  type FeedbackSaved,
  type Retry,
  type SessionRequest,
  type SessionToken,
  type SessionView,
  type Turn,
  type TurnHead,
  type TurnRequest,
  type TurnState,
} from './wire.ts'

export const time = v.pipe(v.string(), v.isoTimestamp())
export const count = v.pipe(v.number(), v.minValue(0), v.integer())
const id = v.pipe(v.string(), v.uuid())
const text = v.string()
const textOrNull = v.nullable(text)

const isCode = (name: string): name is FailureCode => Object.hasOwn(FAILURES, name)
export const failureCode = v.picklist(Object.keys(FAILURES).filter(isCode))
export const turnState = v.picklist(['queued', 'streaming', 'complete', 'stopped', 'interrupted', 'failed'])

export const settingProblem = v.object({
  path: text,
  kind: v.picklist(['unknown', 'forbidden', 'type', 'length', 'range', 'choice', 'form']),
  message: text,
})
export const failureBody = v.object({
  message: text,
  type: text,
  param: textOrNull,
  code: failureCode,
  problems: v.exactOptional(v.pipe(v.array(settingProblem), v.readonly())),
})
export const refusal = v.object({ error: failureBody })

export const siteView = v.object({ ...shownEntries(), notice: text })

export const sessionRequest = v.object({
  botCheck: v.exactOptional(v.pipe(text, v.maxLength(BOT_CHECK_CHARACTERS))),
  identity: v.exactOptional(text),
  fresh: v.exactOptional(v.boolean()),
})
const token = { token: text, expiresAt: time }
export const sessionToken = v.object(token)

export const turnRequest = v.object({
  id,
  text: v.pipe(text, v.minLength(1), v.maxLength(QUESTION_CHARACTERS)),
  ...questionParts,
})
const attempt = v.pipe(v.number(), v.minValue(1), v.integer())
export const retry = v.object({
  attempt: v.exactOptional(v.nullable(attempt)),
  text: v.exactOptional(v.nullable(v.pipe(text, v.minLength(1), v.maxLength(QUESTION_CHARACTERS)))),
})
const rating = v.nullable(v.picklist(['up', 'down']))
export const rate = v.object({
  attempt: v.exactOptional(v.nullable(attempt)),
  rating,
  comment: v.exactOptional(v.pipe(text, v.maxLength(COMMENT_CHARACTERS))),
})

export const feedback = v.object({ rating, comment: text, at: time })

const completion = v.object({
  provider: textOrNull,
  completionId: textOrNull,
  model: textOrNull,
  created: v.nullable(v.number()),
  finishReason: textOrNull,
  usage: v.nullable(v.pipe(v.record(v.string(), v.unknown()), v.readonly())),
})
export const turnHead = v.object({
  ...completion.entries,
  id,
  seq: attempt,
  attempt,
  state: turnState,
  failure: v.nullable(failureCode),
  personaVersion: count,
  createdAt: time,
  attemptedAt: time,
})
export const earlierAttempt = v.object({
  attempt,
  state: turnState,
  failure: v.nullable(failureCode),
  finishReason: textOrNull,
  question: text,
  answer: text,
  ...answerParts,
  feedback: v.nullable(feedback),
  createdAt: time,
})
export const turn = v.object({
  ...turnHead.entries,
  question: text,
  ...shownQuestionParts,
  answer: text,
  ...answerParts,
  earlierAttempts: v.array(earlierAttempt),
  feedback: v.nullable(feedback),
  lastEventId: textOrNull,
})
export const sessionView = v.object({
  turns: v.array(turn),
  token: v.exactOptional(token.token),
  expiresAt: v.exactOptional(token.expiresAt),
})
export const rated = v.object({ turn: turnHead, attempt, feedback: v.nullable(feedback) })
export const stopped = v.object({ turn: turnHead })
const delta = v.object({ text })
const done = v.object({ ...answerParts, turn: turnHead })
const failed = v.object({ ...answerParts, error: failureBody, turn: turnHead })
const snapshot = v.object({ turn })
export const turnEvent = v.union([
  v.object({ event: v.literal('accepted'), data: stopped }),
  v.object({ event: v.literal('done'), data: done }),
  v.object({ event: v.literal('delta'), data: delta }),
  v.object({ event: v.literal('failed'), data: failed }),
  v.object({ event: v.literal('snapshot'), data: snapshot }),
])

/** Compiles as long as each schema says what its interface says. */
type Holds<Schema extends v.GenericSchema, Shape> = Same<v.InferOutput<Schema>, Shape>
true satisfies Holds<typeof turnState, TurnState>
true satisfies Holds<typeof settingProblem, SettingProblem>
true satisfies Holds<typeof failureBody, FailureBody>
true satisfies Holds<typeof siteView, SiteView>
true satisfies Holds<typeof sessionRequest, SessionRequest>
true satisfies Holds<typeof sessionToken, SessionToken>
true satisfies Holds<typeof turnRequest, TurnRequest>
true satisfies Holds<typeof retry, Retry>
true satisfies Holds<typeof rate, FeedbackRequest>
true satisfies Holds<typeof feedback, Feedback>
true satisfies Holds<typeof completion, Completion>
true satisfies Holds<typeof turnHead, TurnHead>
true satisfies Holds<typeof earlierAttempt, EarlierAttempt>
true satisfies Holds<typeof turn, Turn>
true satisfies Holds<typeof sessionView, SessionView>
true satisfies Holds<typeof rated, FeedbackSaved>
