import { fields, number, readQuestion, text } from '../api/parse.ts'
import type { Outgoing } from '../api/transport.ts'

/** What a page remembers about one conversation. */
export interface SavedConversation {
  /** Stays the same when the session gets a new token; '' until something was asked or a session was opened. */
  id: string
  /** '' until a session was opened. */
  token: string
  /** The API that issued the token. Earlier releases did not store it: their tokens came from the script's own origin. */
  api: string
  /** The beginning of its first question. */
  title: string
  /** When its last question was asked, in milliseconds since 1970; 0 if there is none. */
  at: number
  /** Questions that the Worker has not accepted yet. */
  outbox: Outgoing[]
}

/** The current conversation and the others. This is the JSON in `localStorage`. */
export interface SavedSite extends SavedConversation {
  others: SavedConversation[]
}

export const nothingSaved = (api: string): SavedSite => ({
  id: '',
  token: '',
  api,
  title: '',
  at: 0,
  outbox: [],
  others: [],
})

/** Those with a question, whether the Worker knows them or not. */
export const begun = ({ others, ...current }: SavedSite): SavedConversation[] =>
  [current, ...others].filter(({ at }) => at)

export const readSavedSite = (value: unknown): SavedSite => ({
  ...readSaved(value),
  others: list(fields(value).others).map(readSaved),
})

function readSaved(value: unknown): SavedConversation {
  const { id, token, api, title, at, outbox } = fields(value)
  // The oldest format had no `at` and was only written with a question: it stays in the list, in last place.
  const time = number(at ?? (text(token) ? 1 : 0))
  return {
    // Releases before ids told conversations apart by their times.
    id: text(id) || (time ? `${time}` : ''),
    token: text(token),
    api: text(api),
    title: text(title),
    at: time,
    outbox: list(outbox)
      .map(readOutgoing)
      .filter((question) => question.id),
  }
}

/** A question as the outbox keeps it. */
export function readOutgoing(value: unknown): Outgoing {
  const attempt = number(fields(value).attempt)
  return { ...readQuestion(value), ...(attempt > 1 && { attempt }) }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
