/**
 * How the owner finds a site's transcripts: one row per session, and the words of its turns, deleted with the session's history.
 * The whole transcript is only in the history copy. `ledger-object.ts` stores this beside the site's sums.
 */
import type { FailureCode } from '../../protocol/failure.ts'
import type { FeedbackDay } from '../../protocol/schemas/site-usage.ts'
import type { TranscriptPage, Writing } from '../../protocol/schemas/transcript.ts'
import type { Turn, TurnState } from '../../protocol/schemas/turn.ts'
import type { UsageRecord } from '../limits/ledger.ts'

/** A session as in its history copy. */
export interface IndexedSession {
  session: string
  /** When the session's history expires; then it can no longer be found either. */
  expiresAt: number
  turns: readonly Turn[]
  receipts: readonly UsageRecord[]
}

/** Filters for a list of transcripts; null: no filter. */
export interface TranscriptFilter {
  /** A page's `next`, valid according to `isMark`. */
  after: string | null
  /** Words that one of its turns contains, all of them, in any order; the end of a word may be missing. */
  text: string | null
  feedback: 'up' | 'down' | 'any' | null
  state: TurnState | null
  failure: FailureCode | null
  version: number | null
  writing: Writing | null
  /** The time of the last turn, in milliseconds since 1970: at or after `from`, and before `before`. */
  from: number
  before: number
}

export type SessionStanding = 'listed' | 'forgotten' | 'unknown'

export interface TranscriptSearch {
  /** Replaces the session's entry; only changed turns are written. A forgotten session stays forgotten. */
  put(indexedSession: IndexedSession): Promise<void>
  /**
   * The newest first, 50 at most. Paging never returns a session twice; one with a turn in the meantime has moved to the front.
   */
  page(wanted: TranscriptFilter): Promise<TranscriptPage>
  /** A session that was forgotten less than an hour ago is reported as such, because a lagging history copy may still have it. */
  standings(sessions: readonly string[]): Promise<SessionStanding[]>
  /** Deletes everything the visitor wrote. `SiteLedger.forget` does the same, and removes the sums as well. */
  drop(session: string): Promise<void>
  /** Ratings by the day on which they were given, including those of forgotten sessions. Days as in `SiteLedger.days`. */
  feedback(from: string, to: string): Promise<FeedbackDay[]>
}

/** Finds the search index of a site. */
export type TranscriptSearches = (site: string) => TranscriptSearch

/** For previews: nothing is stored or found. */
export const noTranscriptSearch: TranscriptSearch = {
  put: async () => {},
  page: async () => ({ sessions: [], next: null, refused: 0 }),
  standings: async (sessions) => sessions.map(() => 'unknown'),
  drop: async () => {},
  feedback: async () => [],
}

/** Further commands of a ledger's object, besides `LedgerCommand`. */
export type SearchCommand =
  | { do: 'put'; indexedSession: IndexedSession }
  | { do: 'page'; wanted: TranscriptFilter }
  | { do: 'standings'; sessions: readonly string[] }
  | { do: 'drop'; session: string }
  | { do: 'feedback'; from: string; to: string }

/** The search index through an object that takes commands. */
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
