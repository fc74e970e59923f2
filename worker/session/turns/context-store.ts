/** What is stored beside the turns: where a conversation was cut, notes on what was left out, how wrong estimates are. */

const TABLES = `
  CREATE TABLE IF NOT EXISTS cuts (seq INTEGER PRIMARY KEY, kept_from INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS summaries (through INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS correction (one INTEGER PRIMARY KEY CHECK (one = 1), factor REAL NOT NULL);
`

/** Notes on everything up to and including turn `through`. */
export interface StoredSummary {
  through: number
  text: string
}

export class ContextStore {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Creates the tables that are missing. */
  prepare(): void {
    this.#sql.exec(TABLES)
  }

  clear(): void {
    this.#sql.exec('DELETE FROM cuts; DELETE FROM summaries; DELETE FROM correction')
  }

  /** The factor by which prompt estimates of this conversation are multiplied. */
  correction(): number {
    return this.#sql.exec<{ factor: number }>('SELECT factor FROM correction').toArray()[0]?.factor ?? 1
  }

  correct(factor: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO correction (one, factor) VALUES (1, ?)', factor)
  }

  /** The turn from which on exchanges are in the prompt of turn `seq`, if that was decided. */
  keptFrom(seq: number): number {
    const cut = 'SELECT kept_from AS keptFrom FROM cuts WHERE seq <= ? ORDER BY seq DESC LIMIT 1'
    return this.#sql.exec<{ keptFrom: number }>(cut, seq).toArray()[0]?.keptFrom ?? 0
  }

  /** From turn `seq` on, exchanges before `keptFrom` are left out. */
  cut(seq: number, keptFrom: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO cuts (seq, kept_from) VALUES (?, ?)', seq, keptFrom)
  }

  /** The notes that turn `seq` may use: a retry of an old turn must not see what came after it. */
  summary(seq: number): StoredSummary | null {
    return (
      this.#sql
        .exec<{ through: number; text: string }>('SELECT through, text FROM summaries WHERE through < ?', seq)
        .toArray()[0] ?? null
    )
  }

  /** New notes replace the old ones. */
  summarize({ through, text }: StoredSummary): void {
    this.#sql.exec('DELETE FROM summaries')
    this.#sql.exec('INSERT INTO summaries (through, text) VALUES (?, ?)', through, text)
  }
}
