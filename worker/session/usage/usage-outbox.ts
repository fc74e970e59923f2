import type { UsageRecord } from '../../limits/ledger.ts'

/** A finished attempt that the ledger has to count. */
export interface StoredUsage {
  entry: UsageRecord
  visitor: string | null
  /** Whether something was reserved for it. */
  isClaimed: boolean
}

/** The usage records that the site's ledger has not confirmed. */
export class UsageOutbox {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** The oldest ones that the ledger has not confirmed. */
  unrecorded(most: number): StoredUsage[] {
    return this.#sql
      .exec<{ entry: string; visitor: string | null; isClaimed: number }>(
        `SELECT entry, visitor, claim IS NOT NULL AS isClaimed FROM receipts
         WHERE unrecorded_since IS NOT NULL ORDER BY unrecorded_since LIMIT ?`,
        most,
      )
      .toArray()
      .map(({ entry, visitor, isClaimed }) => ({ entry: JSON.parse(entry), visitor, isClaimed: isClaimed === 1 }))
  }

  /** Since when the ledger lacks records; null when it has them all. */
  unrecordedSince(): number | null {
    return this.#sql
      .exec<{ since: number | null }>(
        'SELECT MIN(unrecorded_since) AS since FROM receipts WHERE unrecorded_since IS NOT NULL',
      )
      .one().since
  }

  /** The ledger has confirmed these. */
  recorded(usageRecords: readonly StoredUsage[]): void {
    for (const { entry } of usageRecords) {
      this.#sql.exec(
        'UPDATE receipts SET unrecorded_since = NULL, visitor = NULL, claim = NULL WHERE seq = ? AND attempt = ?',
        entry.seq,
        entry.attempt,
      )
    }
  }

  /** Restores usage records that the ledger still lacks. */
  restoreUnrecorded(usageRecords: readonly StoredUsage[], since: number): void {
    for (const { entry, visitor } of usageRecords) insertUsage(this.#sql, entry, visitor, since)
  }
}

/** @param unrecordedSince null: the ledger has it. */
export function insertUsage(
  sql: SqlStorage,
  entry: UsageRecord,
  visitor: string | null,
  unrecordedSince: number | null,
): void {
  sql.exec(
    `INSERT INTO receipts (seq, attempt, accepted_at, persona_version, entry, visitor, unrecorded_since)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    entry.seq,
    entry.attempt,
    entry.acceptedAt,
    entry.personaVersion,
    JSON.stringify(entry),
    visitor,
    unrecordedSince,
  )
}
