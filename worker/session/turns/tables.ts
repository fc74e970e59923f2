/**
 * The tables of a session's turns. An answer grows in `chunks` while it streams and moves to its attempt when it is settled, so
 * `chunks` has rows only for answers in progress.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS turns (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, question TEXT NOT NULL, created_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS attempts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL, failure TEXT,
    completion TEXT, persona_version INTEGER NOT NULL, last_event INTEGER NOT NULL,
    PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chunks (seq INTEGER NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (seq, n)) WITHOUT ROWID;
`

/** Columns added later: existing sessions get them the same way as new ones. */
const COLUMNS = [
  { table: 'attempts', name: 'tokens', type: 'INTEGER NOT NULL DEFAULT 0' },
  // Its question, if it is not the turn's own; its feedback as JSON; when it was asked for.
  { table: 'attempts', name: 'edited', type: 'TEXT' },
  { table: 'attempts', name: 'feedback', type: 'TEXT' },
  { table: 'attempts', name: 'asked_at', type: 'INTEGER' },
  // Only its presence matters: `tokens` then come from an estimate that is never far too low.
  { table: 'attempts', name: 'sized_again', type: 'INTEGER' },
  // The page's context as JSON.
  { table: 'turns', name: 'page', type: 'TEXT' },
  // The other parts of a question, and the parts of an answer, as JSON.
  { table: 'turns', name: 'parts', type: 'TEXT' },
  { table: 'attempts', name: 'parts', type: 'TEXT' },
] as const

/**
 * Creates the missing tables and columns.
 *
 * @returns whether the stored attempts, if any, have unreliable sizes or none.
 */
export function prepareTables(sql: SqlStorage): boolean {
  sql.exec(TABLES)
  return addColumns(sql, COLUMNS).some(({ name }) => name === 'sized_again')
}

interface Column {
  table: string
  name: string
  type: string
}

/** @returns the ones that were missing. */
export function addColumns(sql: SqlStorage, columns: readonly Column[]): Column[] {
  const missing = columns.filter(({ table, name }) => !hasColumn(sql, table, name))
  for (const { table, name, type } of missing) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`)
  return missing
}

const hasColumn = (sql: SqlStorage, table: string, name: string): boolean =>
  sql.exec('SELECT 1 FROM pragma_table_info(?) WHERE name = ?', table, name).toArray().length > 0
