/** Much longer than any request in progress, and than the lag of a history copy. */
const MEMORY_MILLISECONDS = 60 * 60 * 1000

/**
 * Sessions that were forgotten recently, so that an earlier request does not bring them back. Their names are kept as digests:
 * with 128 random bits, nobody can find the name from the digest.
 */
export class Forgotten {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec('CREATE TABLE IF NOT EXISTS forgotten (trace TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID')
  }

  add(trace: string, now: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO forgotten (trace, until) VALUES (?, ?)', trace, now + MEMORY_MILLISECONDS)
  }

  has(trace: string, now: number): boolean {
    return this.#sql.exec('SELECT 1 FROM forgotten WHERE trace = ? AND until > ?', trace, now).toArray().length > 0
  }

  sweep(now: number): void {
    this.#sql.exec('DELETE FROM forgotten WHERE until <= ?', now)
  }

  /** When the next one may be swept; null when there is none. */
  next(): number | null {
    return this.#sql.exec<{ next: number | null }>('SELECT MIN(until) AS next FROM forgotten').one().next
  }
}

/** What is kept of a session's name. */
export async function traceOf(session: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(session))
  return new Uint8Array(digest).toBase64()
}
