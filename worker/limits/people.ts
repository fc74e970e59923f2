import type { PersonSession } from './ledger.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS people (
    session TEXT PRIMARY KEY, person TEXT NOT NULL, startedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS peopleByPerson ON people (person, startedAt);
  CREATE INDEX IF NOT EXISTS peopleByExpiry ON people (expiresAt);
`
/** As long as for a session without questions. */
const UNUSED_MILLISECONDS = 24 * 60 * 60 * 1000

/** Which sessions belong to which person, by digests of people. A row is deleted with its session's history. */
export class People {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  /** The person's newest session, or the offered one if there is none. */
  meet(person: string, offered: PersonSession, now: number): PersonSession {
    const [newest] = this.#sql
      .exec<Row>(
        'SELECT session, startedAt, expiresAt FROM people WHERE person = ? AND expiresAt > ? ORDER BY startedAt DESC LIMIT 1',
        person,
        now,
      )
      .toArray()
    if (!newest) return this.begin(person, offered, now)
    const { session, startedAt, expiresAt } = newest
    // The visitor is about to ask in it and must not lose it meanwhile.
    this.keep(session, Math.max(expiresAt, now + UNUSED_MILLISECONDS))
    return { session, startedAt }
  }

  begin(person: string, offered: PersonSession, now: number): PersonSession {
    this.#sql.exec(
      'INSERT INTO people (session, person, startedAt, expiresAt) VALUES (?, ?, ?, ?)',
      offered.session,
      person,
      offered.startedAt,
      now + UNUSED_MILLISECONDS,
    )
    return offered
  }

  /** The session's history expires at this time. */
  keep(session: string, expiresAt: number): void {
    this.#sql.exec('UPDATE people SET expiresAt = ? WHERE session = ?', expiresAt, session)
  }

  sessionsOf(person: string): string[] {
    return this.#sql
      .exec<{ session: string }>('SELECT session FROM people WHERE person = ?', person)
      .toArray()
      .map(({ session }) => session)
  }

  forget(session: string): void {
    this.#sql.exec('DELETE FROM people WHERE session = ?', session)
  }

  forgetExpired(now: number): void {
    this.#sql.exec('DELETE FROM people WHERE expiresAt <= ?', now)
  }

  /** When the next one expires; null when there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ next: number | null }>('SELECT MIN(expiresAt) AS next FROM people').one().next
  }
}

type Row = { session: string; startedAt: number; expiresAt: number }
