import { isRecord } from '../../../protocol/record.ts'
import type { Turn } from '../../../protocol/schemas/turn.ts'
import type { UsageRecord } from '../../limits/ledger.ts'
import type { SessionRef } from '../command.ts'

type Whose = Pick<SessionRef, 'site' | 'session'>

/** What is kept of a session: its settled turns as the visitor sees them, and their costs, for the owner only. */
export interface History {
  turns: readonly Turn[]
  receipts: readonly UsageRecord[]
}

/** The same, as it is stored. */
export interface HistoryCopy extends History {
  /** ISO 8601. */
  updatedAt: string
}

/** The copy of a session's settled turns. */
export interface HistoryCopies {
  /** The last one written (reads may lag behind), or null if there is none. */
  read(whose: Whose): Promise<HistoryCopy | null>
  write(whose: Whose, history: History, retentionDays: number): Promise<void>
  forget(whose: Whose): Promise<void>
}

const DAY_SECONDS = 24 * 60 * 60
const VERSION = 1

/** What we need of a KV namespace. */
export interface HistoryKv {
  get(key: string, type: 'json'): Promise<unknown>
  put(key: string, value: string, options: { expirationTtl: number; metadata: object }): Promise<void>
  delete(key: string): Promise<void>
}

/** Histories in KV: one JSON value per session under `history:<site>:<session>`, deleted when its retention ends. */
export const kvHistoryCopies = (kv: HistoryKv): HistoryCopies => ({
  async read(whose) {
    return readStored(await kv.get(key(whose), 'json'))
  },
  async write(whose, { turns, receipts }, retentionDays) {
    const updatedAt = new Date().toISOString()
    await kv.put(key(whose), JSON.stringify({ version: VERSION, ...whose, updatedAt, turns, receipts }), {
      expirationTtl: retentionDays * DAY_SECONDS,
      metadata: { turns: turns.length, updatedAt },
    })
  },
  async forget(whose) {
    await kv.delete(key(whose))
  },
})

const key = ({ site, session }: Whose): string => `history:${site}:${session}`

/** Nobody else writes this namespace, so a known version has the shape that we wrote. */
function readStored(stored: unknown): HistoryCopy | null {
  if (stored === null) return null
  if (!isRecord(stored) || stored['version'] !== VERSION || !Array.isArray(stored['turns'])) {
    throw new Error('a newer release wrote this history: deploy that one again')
  }
  // A history from before usage records has none.
  const { turns, receipts, updatedAt } = stored
  return {
    turns,
    receipts: Array.isArray(receipts) ? receipts : [],
    updatedAt: typeof updatedAt === 'string' ? updatedAt : '',
  }
}
