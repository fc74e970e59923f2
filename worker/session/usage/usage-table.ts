import { addColumns } from '../turns/tables.ts'

/** A separate table: existing sessions get it without a change to their tables. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS receipts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, accepted_at INTEGER NOT NULL, persona_version INTEGER NOT NULL,
    asked TEXT, prompt_tokens INTEGER, entry TEXT, unrecorded_since INTEGER, PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS unrecorded_receipts ON receipts (unrecorded_since) WHERE unrecorded_since IS NOT NULL;
`

/** Columns added later. Both have values only until the ledger has counted the attempt. */
const COLUMNS = [
  // Who asked, as the ledger counts visitors.
  { table: 'receipts', name: 'visitor', type: 'TEXT' },
  // The amount reserved for it, as JSON.
  { table: 'receipts', name: 'claim', type: 'TEXT' },
] as const
const CLAIMED = 'CREATE INDEX IF NOT EXISTS claimed_receipts ON receipts (seq) WHERE claim IS NOT NULL'

/** Creates the table and any missing columns. */
export function prepareUsageTable(sql: SqlStorage): void {
  sql.exec(TABLES)
  addColumns(sql, COLUMNS)
  sql.exec(CLAIMED)
}
