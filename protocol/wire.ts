/**
 * What travels between the widget and the Worker. Times are ISO 8601 in UTC, counts are in the units they name.
 */
import type { FailureBody, FailureCode } from './failure.ts'

/** The largest body any route reads. */
export const BODY_BYTES = 64 * 1024
/** The longest question, in UTF-16 code units (JavaScript's `length`, an input's `maxlength`). */
export const QUESTION_CHARACTERS = 4000

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
  /** `finish_reason`: stop, length, content_filter, tool_calls … */
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
  createdAt: string
}

/** One earlier answer to the same question. */
export interface EarlierAttempt {
  attempt: number
  state: TurnState
  answer: string
}

export interface Turn extends TurnHead {
  question: string
  answer: string
  earlierAttempts: EarlierAttempt[]
  feedback: null
  /** While queued or streaming: the event that `answer` reaches up to. Resume after it. */
  lastEventId: string | null
}

export interface SessionView {
  turns: Turn[]
}

export interface SessionToken {
  token: string
  expiresAt: string
}

export interface Question {
  /** A UUID: the same id is the same turn, however often it is sent. */
  id: string
  text: string
}

/** One event of `text/event-stream`. Its SSE `id` is `<seq>.<n>`, n growing by one within a turn. */
export type TurnEvent =
  | { event: 'accepted'; data: { turn: TurnHead } }
  | { event: 'delta'; data: { text: string } }
  | { event: 'done'; data: { turn: TurnHead } }
  | { event: 'failed'; data: { error: FailureBody; turn: TurnHead } }
  | { event: 'snapshot'; data: { turn: Turn } }
