import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusedDay } from '../../protocol/schemas/site-usage.ts'
import { utcDay } from '../base/utc-day.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS refusals (
    day TEXT NOT NULL, code TEXT NOT NULL, questions INTEGER NOT NULL, PRIMARY KEY (day, code)
  ) WITHOUT ROWID;
`

/** Questions that were refused before a model was asked, by UTC day and reason. A refused question leaves nothing else. */
export class RefusalSums {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  add(code: FailureCode, now: number): void {
    this.#sql.exec(
      `INSERT INTO refusals (day, code, questions) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET questions = questions + 1`,
      utcDay(now),
      code,
    )
  }

  /** A range of days that includes both ends, in order. */
  read(from: string, to: string): RefusedDay[] {
    return this.#sql
      .exec<RefusedDay & Record<string, SqlStorageValue>>(
        'SELECT day, code, questions FROM refusals WHERE day BETWEEN ? AND ? ORDER BY day, code',
        from,
        to,
      )
      .toArray()
  }
}
