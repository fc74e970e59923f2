/**
 * What a site's answers used, cost and took: sums by day, and one row per session. Numbers, states and codes; never text that
 * anyone wrote (that is beside it, in the index of `transcript-search.ts`). `ledger-object.ts` implements this in one Durable
 * Object per site.
 */
import type { FailureCode } from '../../protocol/failure.ts'
import type { Budgets } from '../../protocol/schemas/budget.ts'
import type { RefusedDay } from '../../protocol/schemas/site-usage.ts'
import type { TurnState } from '../../protocol/schemas/turn.ts'
import type { TokenUsage } from '../providers/pricing/token-usage.ts'
import type { Amount, Limits, SharedLimit } from './limits.ts'

/** One finished attempt at a turn. Times in milliseconds since 1970. */
export interface UsageRecord {
  seq: number
  /** From 1 on. Lower numbers are notes, written after that turn: they use tokens and are neither turns nor attempts. */
  attempt: number
  /** It counts for the UTC day on which it was accepted, however late it is recorded. */
  acceptedAt: number
  personaVersion: number
  /** The provider's name in the owner's configuration, which keeps the number of sums small. Null if none was asked. */
  provider: string | null
  model: string | null
  state: TurnState
  failure: FailureCode | null
  spent: TokenUsage
  /** Null when the price is unknown. */
  costMicroUsd: number | null
  /** From acceptance to the first word, and to the end; null when there was none, or a crash lost it. */
  firstWordMilliseconds: number | null
  wholeMilliseconds: number | null
}

/** What a number of attempts used. */
export interface Sum {
  /** Questions. */
  turns: number
  /** Answers to them, failed ones too: a retry is one more. */
  attempts: number
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  reasoningTokens: number
  /** Attempts whose tokens are (partly) our estimate. */
  estimated: number
  costMicroUsd: number
  /** Attempts whose price is unknown: with any of them the real cost is higher. */
  unpriced: number
}

/** The latencies of a number of attempts. */
export interface Latency {
  attempts: number
  milliseconds: number
  /** How many took at most this long, and longer than the previous step. Empty steps are left out; the shortest comes first. */
  histogram: { atMostMilliseconds: number; attempts: number }[]
}

/** One UTC day, persona version, provider and model. */
export interface DaySum extends Sum {
  /** `2026-11-30` */
  day: string
  personaVersion: number
  provider: string | null
  model: string | null
  /** Sessions with their first turn on this day, whatever version and model: in a day's first entry; 0 in the others. */
  sessions: number
  /** Attempts by their final state, and by the code of their failure; only those above 0. */
  states: Partial<Record<TurnState, number>>
  failures: Partial<Record<FailureCode, number>>
  /** From acceptance to the first word, if there was one. */
  firstWord: Latency
  /** From acceptance to the end, for complete answers only: a stopped one says nothing about the latency. */
  whole: Latency
}

export interface SessionSum extends Sum {
  session: string
  firstTurnAt: number
  lastTurnAt: number
}

/** A place in the list of sessions. */
export type SessionCursor = Pick<SessionSum, 'session' | 'lastTurnAt'>

export interface UsageReport {
  session: string
  /** When the session's history expires; its row is deleted then too. */
  expiresAt: number
  entries: readonly UsageRecord[]
  /** Who asked for each of them: a digest that begins with its UTC day and a space. Null: a visitor who is not counted. */
  visitors?: readonly (string | null)[]
  /** What is left of the session's lease. */
  held?: HeldLease
}

/** What is left of a lease once these entries are counted; null: nothing, the lease is given back. */
export interface HeldLease {
  lease: number
  amount: Amount | null
}

/** What a session wants to use. */
export interface LeaseRequest {
  /** For the log. */
  site: string
  /** A session has one lease at a time, and a later one has a higher number. */
  lease: number
  visitor: string | null
  limits: Limits
  /** Reserved for turns in progress: it stays reserved, whatever the answer. */
  carried: Amount
  /** The most that one turn can use, and the same with the cheaper model. 0: not limited. */
  need: Amount
  cheaperNeed: Amount
  /** Nobody is waiting: granted only if there is plenty. */
  isAhead: boolean
}

export type LeaseAnswer =
  /** `amount` is added to what was carried. When there is plenty, it is for several turns. */
  | { is: 'granted'; amount: Amount; isCheaper: boolean; isPlenty: boolean }
  /** Used up until then, in milliseconds since 1970. */
  | { is: 'reached'; limit: SharedLimit; resetsAt: number }
  /** The rest is reserved for others, who may not need all of it. */
  | { is: 'promised'; limit: SharedLimit | null }

/** A lease expires when nothing is heard of it for this long: longer than a turn takes, with the wait for its usage record. */
export const LEASE_MILLISECONDS = 15 * 60 * 1000

/** A session of a person whom the owner vouches for, and when it began. */
export interface PersonSession {
  session: string
  startedAt: number
}

export interface SiteLedger {
  /**
   * Reserves before anything is used, so that all sessions together exceed a limit by at most one turn's worst case. Usage
   * records are sent along, so that what this session used is known before it gets more.
   */
  lease(recording: UsageReport, wish: LeaseRequest): Promise<LeaseAnswer>
  /** How much of the whole site's limits is used. The step is never `fallback`. */
  budgets(limits: Limits): Promise<Budgets>
  /** Counts each (session, seq, attempt) once, however often and in whatever order it is sent. */
  record(recording: UsageReport): Promise<void>
  /** A range of days that includes both ends (`2026-11-30`), in order. */
  days(from: string, to: string): Promise<DaySum[]>
  /** Counts a question that was refused before a model was asked, by its reason. */
  refuse(code: FailureCode): Promise<void>
  /** Days as in `days`. */
  refused(from: string, to: string): Promise<RefusedDay[]>
  /**
   * At most this many sessions after a cursor (null: from the start), the one with the newest turn first. Paging never returns a
   * session twice; one with a turn in the meantime has moved to the front.
   */
  sessions(after: SessionCursor | null, most: number): Promise<SessionSum[]>
  /** A person's newest session. With `isFresh`, or if there is none, the offered one. */
  meet(meeting: { person: string; offered: PersonSession; isFresh: boolean }): Promise<PersonSession>
  /** Every session of a person. */
  sessionsOf(person: string): Promise<string[]>
  /** Removes everything that names the session, including its transcript's index. The daily sums stay. */
  forget(session: string): Promise<void>
}

/** Finds the ledger of a site. */
export type SiteLedgers = (site: string) => SiteLedger

/** For a site whose answers are not counted. */
export const noLedger: SiteLedger = {
  lease: async (_recording, { need }) => ({ is: 'granted', amount: need, isCheaper: false, isPlenty: true }),
  budgets: async () => ({ budgets: [], step: 'open' }),
  record: async () => {},
  days: async () => [],
  refuse: async () => {},
  refused: async () => [],
  sessions: async () => [],
  meet: async ({ offered }) => offered,
  sessionsOf: async () => [],
  forget: async () => {},
}

/** The commands of a ledger's object. */
export type LedgerCommand =
  | { do: 'lease'; recording: UsageReport; wish: LeaseRequest }
  | { do: 'budgets'; limits: Limits }
  | { do: 'record'; recording: UsageReport }
  | { do: 'days'; from: string; to: string }
  | { do: 'refuse'; code: FailureCode }
  | { do: 'refused'; from: string; to: string }
  | { do: 'sessions'; after: SessionCursor | null; most: number }
  | { do: 'meet'; person: string; offered: PersonSession; isFresh: boolean }
  | { do: 'sessionsOf'; person: string }
  | { do: 'forget'; session: string }

/** The ledger through an object that takes commands. */
export function ledgerClient(send: (command: LedgerCommand) => Promise<Response>): SiteLedger {
  const done = async (command: LedgerCommand): Promise<Response> => {
    const response = await send(command)
    if (!response.ok) throw new Error(`the ledger answers ${response.status}`)
    return response
  }
  return {
    lease: async (recording, wish) => (await done({ do: 'lease', recording, wish })).json(),
    budgets: async (limits) => (await done({ do: 'budgets', limits })).json(),
    record: async (recording) => void (await done({ do: 'record', recording })),
    days: async (from, to) => (await done({ do: 'days', from, to })).json(),
    refuse: async (code) => void (await done({ do: 'refuse', code })),
    refused: async (from, to) => (await done({ do: 'refused', from, to })).json(),
    sessions: async (after, most) => (await done({ do: 'sessions', after, most })).json(),
    meet: async (meeting) => (await done({ do: 'meet', ...meeting })).json(),
    sessionsOf: async (person) => (await done({ do: 'sessionsOf', person })).json(),
    forget: async (session) => void (await done({ do: 'forget', session })),
  }
}
