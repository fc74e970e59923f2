import type { UsageRecord, SessionCursor, SessionSum, Sum } from './ledger.ts'
import { ADD_SUM, SUM_COLUMNS, SUM_FIELDS, sumOf, SUM_PLACES, sumValues } from './sum.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS sessions (
    session TEXT PRIMARY KEY, firstTurnAt INTEGER NOT NULL, lastTurnAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
    ${SUM_COLUMNS}
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sessionsByTime ON sessions (lastTurnAt, session);
  CREATE INDEX IF NOT EXISTS sessionsByExpiry ON sessions (expiresAt);
  CREATE TABLE IF NOT EXISTS counted (
    session TEXT NOT NULL, seq INTEGER NOT NULL, attempt INTEGER NOT NULL, PRIMARY KEY (session, seq, attempt)
  ) WITHOUT ROWID;
`

type Row = { session: string; firstTurnAt: number; lastTurnAt: number } & { [field in keyof Sum]: number }

/** Everything in a ledger that names a session: its sums, and which of its attempts have been counted. */
export class SessionSums {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  /** False when this attempt was counted before. */
  add(session: string, entry: UsageRecord, expiresAt: number): boolean {
    const { seq, attempt, acceptedAt } = entry
    const isNew = this.#sql.exec(
      'INSERT INTO counted (session, seq, attempt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq',
      session,
      seq,
      attempt,
    )
    if (isNew.toArray().length === 0) return false
    this.#sql.exec(
      `INSERT INTO sessions (session, firstTurnAt, lastTurnAt, expiresAt, ${SUM_FIELDS}) VALUES (?, ?, ?, ?, ${SUM_PLACES})
       ON CONFLICT DO UPDATE SET firstTurnAt = MIN(firstTurnAt, excluded.firstTurnAt),
         lastTurnAt = MAX(lastTurnAt, excluded.lastTurnAt), expiresAt = excluded.expiresAt, ${ADD_SUM}`,
      session,
      acceptedAt,
      acceptedAt,
      expiresAt,
      ...sumValues(sumOf(entry)),
    )
    return true
  }

  /** Sessions after a cursor, the newest turn first, without expired ones. */
  page(after: SessionCursor | null, most: number, now: number): SessionSum[] {
    const { lastTurnAt, session } = after ?? { lastTurnAt: Number.MAX_SAFE_INTEGER, session: '' }
    return this.#sql
      .exec<Row>(
        `SELECT session, firstTurnAt, lastTurnAt, ${SUM_FIELDS} FROM sessions
         WHERE (lastTurnAt, session) < (?, ?) AND expiresAt > ? ORDER BY lastTurnAt DESC, session DESC LIMIT ?`,
        lastTurnAt,
        session,
        now,
        most,
      )
      .toArray()
  }

  forget(session: string): void {
    this.#sql.exec('DELETE FROM sessions WHERE session = ?', session)
    this.#sql.exec('DELETE FROM counted WHERE session = ?', session)
  }

  forgetExpired(now: number): void {
    const expired = this.#sql
      .exec<{ session: string }>('SELECT session FROM sessions WHERE expiresAt <= ?', now)
      .toArray()
    for (const { session } of expired) this.forget(session)
  }

  /** When the next session expires; null when there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ next: number | null }>('SELECT MIN(expiresAt) AS next FROM sessions').one().next
  }
}
