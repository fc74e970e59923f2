/**
 * What the owner finds a site's transcripts by: one row a session, and the words of its turns. It goes when the session's
 * history goes; the whole transcript is in the history copy, and only there. Kept by `ledger-object.ts`, beside the site's sums.
 */
import type { FailureCode } from '../../protocol/failure.ts'
import type { FeedbackDay } from '../../protocol/schemas/site-usage.ts'
import type { TranscriptPage, Writing } from '../../protocol/schemas/transcript.ts'
import type { Turn, TurnState } from '../../protocol/schemas/turn.ts'
import type { UsageRecord } from '../limits/ledger.ts'

/** A session as its history copy has it. */
export interface IndexedSession {
  session: string
  /** When the session's history is gone: then it is not found any more either. */
  expiresAt: number
  turns: readonly Turn[]
  receipts: readonly UsageRecord[]
}

/** What a list of transcripts is to hold; null: all. */
export interface TranscriptFilter {
  /** A page's `next`, as `isMark` knows it. */
  after: string | null
  /** Words that one of its turns has, all of them, in any order; the last letters of a word may be missing. */
  text: string | null
  feedback: 'up' | 'down' | 'any' | null
  state: TurnState | null
  failure: FailureCode | null
  version: number | null
  writing: Writing | null
  /** Of the last turn, in milliseconds since 1970: not before one, and before the other. */
  from: number
  before: number
}

export type SessionStanding = 'listed' | 'forgotten' | 'unknown'

export interface TranscriptSearch {
  /** Takes the place of what was filed before; only turns that changed are written. A session that was forgotten stays so. */
  put(indexedSession: IndexedSession): Promise<void>
  /**
   * The newest first, 50 at most. Walking from mark to mark meets no session twice; one with a turn in the meantime has
   * moved to the front.
   */
  page(wanted: TranscriptFilter): Promise<TranscriptPage>
  /** A session that was forgotten less than an hour ago is known as such: a history copy that lags may still have it. */
  standings(sessions: readonly string[]): Promise<SessionStanding[]>
  /** Nothing the visitor wrote is left. `SiteLedger.forget` does the same, and removes the sums as well. */
  drop(session: string): Promise<void>
  /** Ratings by the day they were given on, also those of sessions that are forgotten. Days as in `SiteLedger.days`. */
  feedback(from: string, to: string): Promise<FeedbackDay[]>
}

/** Finds the search index of a site. */
export type TranscriptSearches = (site: string) => TranscriptSearch

/** For previews: nothing is kept, and nothing found. */
export const noTranscriptSearch: TranscriptSearch = {
  put: async () => {},
  page: async () => ({ sessions: [], next: null, refused: 0 }),
  standings: async (sessions) => sessions.map(() => 'unknown'),
  drop: async () => {},
  feedback: async () => [],
}

/** What is asked of a ledger's object, beside `LedgerCommand`. */
export type SearchCommand =
  | { do: 'put'; indexedSession: IndexedSession }
  | { do: 'page'; wanted: TranscriptFilter }
  | { do: 'standings'; sessions: readonly string[] }
  | { do: 'drop'; session: string }
  | { do: 'feedback'; from: string; to: string }

/** The search index behind an object that takes commands. */
export function transcriptSearchClient(send: (command: SearchCommand) => Promise<Response>): TranscriptSearch {
  const done = async (command: SearchCommand): Promise<Response> => {
    const response = await send(command)
    if (!response.ok) throw new Error(`the search index answers ${response.status}`)
    return response
  }
  return {
    put: async (indexedSession) => void (await done({ do: 'put', indexedSession })),
    page: async (wanted) => (await done({ do: 'page', wanted })).json(),
    standings: async (sessions) => (await done({ do: 'standings', sessions })).json(),
    drop: async (session) => void (await done({ do: 'drop', session })),
    feedback: async (from, to) => (await done({ do: 'feedback', from, to })).json(),
  }
}
