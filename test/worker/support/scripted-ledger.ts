import type { FailureCode } from '../../../protocol/failure.ts'
import type { TranscriptSearch, IndexedSession } from '../../../worker/transcripts/transcript-search.ts'
import type { UsageRecord, LeaseAnswer, SiteLedger, UsageReport, LeaseRequest } from '../../../worker/limits/ledger.ts'

/** A ledger that keeps what it is sent, and that fails while the test tells it to. */
export interface ScriptedLedger extends SiteLedger {
  /** Fails before it has taken anything, or after: then the sender does not know. */
  fails: 'before' | 'after' | null
  /** Every request, also those it failed. */
  requests: number
  recordings: UsageReport[]
  forgotten: string[]
  /** Why questions were refused. */
  refusals: FailureCode[]
  /** What leases were asked for; they are no `requests`. */
  wishes: LeaseRequest[]
  /** What it grants. */
  leased(wish: LeaseRequest): LeaseAnswer | Promise<LeaseAnswer>
  /** Each (session, seq, attempt) once, as the real one counts. */
  entries(): UsageRecord[]
}

export function scriptedLedger(): ScriptedLedger {
  const take = async (keep: () => void): Promise<void> => {
    self.requests += 1
    if (self.fails === 'before') throw new Error('no ledger')
    keep()
    if (self.fails === 'after') throw new Error('no answer from the ledger')
  }
  const self: ScriptedLedger = {
    fails: null,
    requests: 0,
    recordings: [],
    forgotten: [],
    refusals: [],
    wishes: [],
    leased: ({ need, isAhead }) =>
      isAhead ? { is: 'promised', limit: null } : { is: 'granted', amount: need, isCheaper: false, isPlenty: false },
    entries() {
      const all = self.recordings.flatMap(({ session, entries }) =>
        entries.map((entry) => [`${session} ${entry.seq} ${entry.attempt}`, entry] as const),
      )
      return [...new Map(all).values()]
    },
    record: (recording) => take(() => self.recordings.push(structuredClone(recording))),
    forget: (session) => take(() => self.forgotten.push(session)),
    lease: async (recording, wish) => {
      self.wishes.push(structuredClone(wish))
      if (self.fails === 'before') throw new Error('no ledger')
      if (recording.entries.length > 0) self.recordings.push(structuredClone(recording))
      if (self.fails === 'after') throw new Error('no answer from the ledger')
      return self.leased(wish)
    },
    budgets: () => Promise.reject(new Error('nobody reads here')),
    refuse: (code) => take(() => self.refusals.push(code)),
    refused: () => Promise.reject(new Error('nobody reads here')),
    days: () => Promise.reject(new Error('nobody reads here')),
    sessions: () => Promise.reject(new Error('nobody reads here')),
    meet: () => Promise.reject(new Error('nobody is met here')),
    sessionsOf: () => Promise.reject(new Error('nobody reads here')),
  }
  return self
}

export const noLedger: SiteLedger = scriptedLedger()

/** A search index that keeps what it is sent, and that fails while the test tells it to. */
export interface ScriptedSearch extends TranscriptSearch {
  fails: boolean
  /** Every request, also those it failed. */
  requests: number
  filings: IndexedSession[]
}

export function scriptedSearch(): ScriptedSearch {
  const self: ScriptedSearch = {
    fails: false,
    requests: 0,
    filings: [],
    async put(indexedSession) {
      self.requests += 1
      if (self.fails) throw new Error('the index fails')
      self.filings.push(structuredClone(indexedSession))
    },
    drop: () => Promise.reject(new Error('nobody drops here')),
    page: () => Promise.reject(new Error('nobody reads here')),
    standings: () => Promise.reject(new Error('nobody reads here')),
    feedback: () => Promise.reject(new Error('nobody reads here')),
  }
  return self
}

export const noSearch: TranscriptSearch = scriptedSearch()
