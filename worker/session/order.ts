import type { Site } from '../../protocol/site.ts'
import type { Question, Rate } from '../../protocol/wire.ts'

const SESSION_DAYS = 30
/** No token is good for longer from when it was made; one that is used is made anew before (`guard/token.ts`). */
export const SESSION_MILLISECONDS = SESSION_DAYS * 24 * 60 * 60 * 1000

/** Whose session it is, as the visitor's token says. Times in milliseconds since 1970. */
export interface Holder {
  site: string
  session: string
  /** When the session was opened, however often its token was made anew. */
  issuedAt: number
  /** Of this token. */
  expiresAt: number
}

/** What a route asks of a session's object. It has passed every guard: the object trusts it. */
export type Order =
  | { do: 'ask'; site: Site; question: Question }
  /** `attempt` is the one that should exist afterwards: sending it twice makes it once. Without it there is no `text`. */
  | { do: 'retry'; site: Site; id: string; attempt: number | null; text: string | null }
  /** `after` is a `Last-Event-ID`, or null for the whole turn. */
  | { do: 'resume'; id: string; after: string | null }
  | { do: 'stop'; id: string }
  | { do: 'rate'; id: string; rate: Required<Rate>; retentionDays: number }
  | { do: 'history' }
  | { do: 'forget' }

export interface Errand {
  holder: Holder
  order: Order
}
