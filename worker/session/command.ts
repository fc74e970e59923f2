import type { Site } from '../../protocol/site.ts'
import type { FeedbackRequest, TurnRequest } from '../../protocol/schemas/turn-request.ts'

/** Whose session it is, as the visitor's token says. Times in milliseconds since 1970. */
export interface SessionRef {
  site: string
  session: string
  /** When the session was opened, however often its token was made anew. */
  issuedAt: number
}

/** What a route asks of a session's object. It has passed every guard: the object trusts it. */
export type SessionCommand =
  /** `visitor` is who asks, as limits count visitors: a digest that begins with its UTC day and a space. */
  | { do: 'ask'; site: Site; question: TurnRequest; visitor?: string | undefined }
  /** `attempt` is the one that should exist afterwards: sending it twice makes it once. Without it there is no `text`. */
  | { do: 'retry'; site: Site; id: string; attempt: number | null; text: string | null; visitor?: string | undefined }
  /** `after` is a `Last-Event-ID`, or null for the whole turn. */
  | { do: 'resume'; id: string; after: string | null }
  | { do: 'stop'; id: string }
  | { do: 'rate'; id: string; rate: Required<FeedbackRequest>; retentionDays: number }
  /** With a site, whoever reads is probably about to ask there. */
  | { do: 'history'; site?: Site; visitor?: string | undefined }
  | { do: 'forget' }

export interface SessionRequest {
  holder: SessionRef
  order: SessionCommand
  /** Which request this is for, for the log. */
  request?: string
}
