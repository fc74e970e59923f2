/**
 * What a site's answers used, cost and took: sums by day, and one row a session. Numbers, states and codes; never a text
 * anybody wrote (those are beside it, in the index of `transcript-search.ts`). What is promised here is kept by `ledger-object.ts`, one
 * Durable Object a site.
 */
import type { FailureCode } from '../../protocol/failure.ts'
import type { Budgets } from '../../protocol/schemas/budget.ts'
import type { RefusedDay } from '../../protocol/schemas/site-usage.ts'
import type { TurnState } from '../../protocol/schemas/turn.ts'
import type { TokenUsage } from '../providers/pricing/token-usage.ts'
import type { Amount, Limits, SharedLimit } from './limits.ts'

/** One attempt at a turn that is over. Times in milliseconds since 1970. */
export interface UsageRecord {
  seq: number
  /** From 1 on. Below are notes of the conversation, written after that turn: they use tokens and are neither turns nor attempts. */
  attempt: number
  /** It counts for the UTC day it was accepted on, however late it is recorded. */
  acceptedAt: number
  personaVersion: number
  /** Who was asked, in the owner's words: a list that the owner made, so that the sums stay few. Null for nobody. */
  provider: string | null
  model: string | null
  state: TurnState
  failure: FailureCode | null
  spent: TokenUsage
  /** Null when the price is not known. */
  costMicroUsd: number | null
  /** From acceptance to the first word, and to the end; null when there was none, or a crash hid it. */
  firstWordMilliseconds: number | null
  wholeMilliseconds: number | null
}

/** What a number of attempts used. */
export interface Sum {
  /** Questions. */
  turns: number
  /** Answers to them, tried or made: a retry is one more. */
  attempts: number
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  reasoningTokens: number
  /** Attempts whose tokens are (partly) our estimate. */
  estimated: number
  costMicroUsd: number
  /** Attempts whose price is not known: with any of them the cost is more than it says. */
  unpriced: number
}

/** The waits of a number of attempts. */
export interface Latency {
  attempts: number
  milliseconds: number
  /** How many waited at most so long, and longer than the one before. Only those that there are, the shortest first. */
  histogram: { atMostMilliseconds: number; attempts: number }[]
}

/** One UTC day, persona version, provider and model. */
export interface DaySum extends Sum {
  /** `2026-11-30` */
  day: string
  personaVersion: number
  provider: string | null
  model: string | null
  /** That had their first turn on this day, whatever version and model: in the first entry of a day, 0 in the others. */
  sessions: number
  /** Attempts by their final state, and by the code of their failure; only those that there are. */
  states: Partial<Record<TurnState, number>>
  failures: Partial<Record<FailureCode, number>>
  /** From acceptance to the first word, where there was one. */
  firstWord: Latency
  /** From acceptance to the end, of answers that are complete: one that was stopped says nothing about the wait. */
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
  /** When the session's history is gone: its row goes too. */
  expiresAt: number
  entries: readonly UsageRecord[]
  /** Who asked for each of them: a digest that begins with its UTC day and a space. Null: nobody who is counted. */
  visitors?: readonly (string | null)[]
  /** What the session still keeps of its lease. */
  held?: HeldLease
}

/** What is left of a lease once these entries are counted; null: nothing, it is given back. */
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
  /** Promised to turns that are on their way: it stays reserved, whatever the answer. */
  carried: Amount
  /** The worst that one turn can use, and the same with the cheaper model. A 0 says that it is not limited. */
  need: Amount
  cheaperNeed: Amount
  /** Nobody is waiting: only where there is plenty. */
  isAhead: boolean
}

export type LeaseAnswer =
  /** `amount` comes on top of what was carried. Where there is plenty it is for several turns. */
  | { is: 'granted'; amount: Amount; isCheaper: boolean; isPlenty: boolean }
  /** Used up until then, in milliseconds since 1970. */
  | { is: 'reached'; limit: SharedLimit; resetsAt: number }
  /** What is left is promised to others, who may not need all of it. */
  | { is: 'promised'; limit: SharedLimit | null }

/** A lease that is not heard of for so long ends by itself: longer than a turn takes, with the wait for its usage record. */
export const LEASE_MILLISECONDS = 15 * 60 * 1000

/** A session of a person whom the owner vouches for, and when it was begun. */
export interface PersonSession {
  session: string
  startedAt: number
}

export interface SiteLedger {
  /**
   * Reserves before anything is used, so that all sessions together go over a limit by one turn's worst case at most. The
   * usage records go along: what this session used is known before it gets more.
   */
  lease(recording: UsageReport, wish: LeaseRequest): Promise<LeaseAnswer>
  /** What is used of the whole site's limits, `fallback` aside. */
  budgets(limits: Limits): Promise<Budgets>
  /** Counts each (session, seq, attempt) once, however often and in whatever order it is sent. */
  record(recording: UsageReport): Promise<void>
  /** Days from one to another, both with (`2026-11-30`), in order. */
  days(from: string, to: string): Promise<DaySum[]>
  /** Counts a question that no model was asked, and why. */
  refuse(code: FailureCode): Promise<void>
  /** Days as in `days`. */
  refused(from: string, to: string): Promise<RefusedDay[]>
  /**
   * At most so many sessions that come after a mark (null: from the start), the one with the newest turn first. Walking
   * from mark to mark meets no session twice; one with a turn in the meantime has moved to the front.
   */
  sessions(after: SessionCursor | null, most: number): Promise<SessionSum[]>
  /** The newest session of a person, or with `isFresh`, or where there is none, the one that is offered. */
  meet(meeting: { person: string; offered: PersonSession; isFresh: boolean }): Promise<PersonSession>
  /** Every session of a person. */
  sessionsOf(person: string): Promise<string[]>
  /** Removes everything that names the session, its transcript's index too. The sums of the days stay. */
  forget(session: string): Promise<void>
}

/** Finds the ledger of a site. */
export type SiteLedgers = (site: string) => SiteLedger

/** Of a site whose answers count for nothing. */
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

/** What is asked of a ledger's object. */
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

/** The ledger behind an object that takes commands. */
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
