/**
 * What travels between the widget and the Worker. Times are ISO 8601 in UTC, counts are in the units they name.
 */
import type { AnswerParts } from './turn/answer.ts'
import type { FailureBody, FailureCode } from './failure.ts'
import type { Question, ShownQuestionParts } from './turn/question.ts'

export {
  PAGE_SELECTION_CHARACTERS,
  PAGE_TITLE_CHARACTERS,
  PAGE_URL_CHARACTERS,
  PAGE_VARIABLE_CHARACTERS,
  PAGE_VARIABLES,
} from './turn/page-limits.ts'
export type { PageContext } from './turn/question.ts'

/** The largest body any route reads. */
export const BODY_BYTES = 64 * 1024
/** The longest question, in UTF-16 code units (JavaScript's `length`, an input's `maxlength`). */
export const QUESTION_CHARACTERS = 4000
/** The longest comment on an answer, in the same units. */
export const COMMENT_CHARACTERS = 1000
/** The longest token that Turnstile makes. */
export const BOT_CHECK_CHARACTERS = 2048
/** Our policy of Trusted Types, for the address of Turnstile's script. */
export const TRUSTED_NAME = 'inglenook'
/** What a Turnstile challenge is solved for: a token of another form on the same page opens no session. */
export const BOT_CHECK_ACTION = 'inglenook-session'

/**
 * `queued` waits for the turn before it; `streaming` grows; the other four are final for an attempt.
 * `complete` means that the upstream said so; `interrupted` means that words may be missing at the end.
 */
export type TurnState = 'queued' | 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed'

/** Token counts as the upstream reports them, every field it sends. */
export type Usage = Readonly<Record<string, unknown>>

/** What the upstream told about one answer, in the field names of this API. */
export interface Completion {
  /** The configured name of the provider that answered. */
  provider: string | null
  /** `id` of the chat completion. */
  completionId: string | null
  model: string | null
  /** `created`: seconds since 1970. */
  created: number | null
  /**
   * `finish_reason`: stop, length, content_filter or tool_calls, also where the provider has other words for them; otherwise
   * its own word, or `other` where that is not a plain word. `fallback` is ours: no provider was asked, the answer is what the
   * owner wrote for the case that a limit of the site is used up.
   */
  finishReason: string | null
  usage: Usage | null
}

/** The head of a turn: everything but its words. */
export interface TurnHead extends Completion {
  /** The UUID its page chose. */
  id: string
  /** 1 for the session's first turn; never reused. */
  seq: number
  /** 1 for the first answer to this question; a retry adds one. */
  attempt: number
  state: TurnState
  /** Why it failed or was interrupted. */
  failure: FailureCode | null
  personaVersion: number
  /** When the turn was first asked. */
  createdAt: string
  /** When this attempt was asked for; of the first one, and of those from before this was kept: `createdAt`. */
  attemptedAt: string
}

/** What a visitor thinks of one attempt. */
export interface Feedback {
  rating: 'up' | 'down' | null
  /** Empty for none. */
  comment: string
  at: string
}

/** One earlier attempt at the same turn, with the question it answered: an edit asks another one. */
export interface EarlierAttempt extends AnswerParts {
  attempt: number
  state: TurnState
  failure: FailureCode | null
  finishReason: string | null
  question: string
  answer: string
  feedback: Feedback | null
  /** When this attempt was asked for. */
  createdAt: string
}

export interface Turn extends TurnHead, ShownQuestionParts, AnswerParts {
  /** What the newest attempt answers. */
  question: string
  answer: string
  /** In order, without the newest. */
  earlierAttempts: EarlierAttempt[]
  /** Of the newest attempt. */
  feedback: Feedback | null
  /** While queued or streaming: the event that `answer` reaches up to. Resume after it. */
  lastEventId: string | null
}

/** `GET /v1/session`; with another token where the one it was asked with is half over, or its key is going. */
export interface SessionView extends Partial<SessionToken> {
  turns: Turn[]
}

/** `POST /v1/sites/:site/sessions` */
export interface SessionRequest {
  /** What Turnstile gave the page, where the site has `botCheck` on. */
  botCheck?: string
  /** A JWT of the owner's that says who is there, where the site has `identity` on. */
  identity?: string
  /** Not the person's newest conversation, but a new one. */
  fresh?: boolean
}

export interface SessionToken {
  token: string
  expiresAt: string
}

const SESSION_DAYS = 30
/** How long a token is good from when it was made, and none for longer; one that is used is made anew before. */
export const SESSION_MILLISECONDS = SESSION_DAYS * 24 * 60 * 60 * 1000
/** No proof of identity, and no token that it led to, is good for longer. */
export const PROOF_MILLISECONDS = 24 * 60 * 60 * 1000

/** `POST /v1/turns` */
export interface TurnRequest extends Question {
  /** A UUID: the same id is the same turn, however often it is sent. */
  id: string
}

/** `POST /v1/turns/:id/retry`, whose body may be left out. */
export interface Retry {
  /** The attempt that should exist afterwards: the same one sent twice is made once. Null: one more. */
  attempt?: number | null
  /** Another question, for the session's last turn alone, and only with an `attempt`. Null: the newest attempt's own. */
  text?: string | null
}

/** `PUT /v1/turns/:id/feedback`: takes the place of what was there; no rating and no comment takes it back. */
export interface FeedbackRequest {
  /** One that is over; null: the newest. */
  attempt?: number | null
  rating: Feedback['rating']
  comment?: string
}

/** The answer to it. */
export interface FeedbackSaved {
  turn: TurnHead
  /** The one that was rated. */
  attempt: number
  feedback: Feedback | null
}

/** One event of `text/event-stream`. Its SSE `id` is `<seq>.<n>`, n growing by one within a turn. */
export type TurnEvent =
  | { event: 'accepted'; data: { turn: TurnHead } }
  | { event: 'delta'; data: { text: string } }
  | { event: 'done'; data: { turn: TurnHead } & AnswerParts }
  | { event: 'failed'; data: { error: FailureBody; turn: TurnHead } & AnswerParts }
  | { event: 'snapshot'; data: { turn: Turn } }
