import type { Site } from '../../protocol/site.ts'
import type { FeedbackRequest, TurnRequest } from '../../protocol/schemas/turn-request.ts'

/** Whose session it is, as the visitor's token says. Times in milliseconds since 1970. */
export interface SessionRef {
  site: string
  session: string
  /** When the session was opened; a renewed token keeps this. */
  issuedAt: number
}

/** What a route asks of a session's object. Every guard has passed it, so the object trusts it. */
export type SessionCommand =
  /** `visitor` identifies the visitor for the limits: a digest that begins with its UTC day and a space. */
  | { do: 'ask'; site: Site; question: TurnRequest; visitor?: string | undefined }
  /** `attempt` is the one that should exist afterwards, so sending this twice creates it once. Without it there is no `text`. */
  | { do: 'retry'; site: Site; id: string; attempt: number | null; text: string | null; visitor?: string | undefined }
  /** `after` is a `Last-Event-ID`, or null for the whole turn. */
  | { do: 'resume'; id: string; after: string | null }
  | { do: 'stop'; id: string }
  | { do: 'rate'; id: string; rate: Required<FeedbackRequest>; retentionDays: number }
  /** With a site: the reader will probably ask a question there soon. */
  | { do: 'history'; site?: Site; visitor?: string | undefined }
  | { do: 'forget' }

export interface SessionRequest {
  holder: SessionRef
  order: SessionCommand
  /** Which request this is for, for the log. */
  request?: string
}
