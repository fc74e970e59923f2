import type { TranscriptPage } from '../../protocol/schemas/transcript.ts'
import type { Turn } from '../../protocol/schemas/turn.ts'
import type { IndexedSession, TranscriptFilter } from './transcript-search.ts'
import { excerptOf, matching, readable, TOKENIZE } from './search-text.ts'
import { ALL, readSummary, summarize, wantedFacets } from './transcript-summary.ts'
import { printOf, wordsOf } from './turn-words.ts'

/**
 * A session is found by its `facets`: one row for everything it can be filtered by, in the order of its last turn. Its turns are
 * found by their words. A changed turn is stored again, so that the newest change has the highest id.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS transcripts (
    session TEXT PRIMARY KEY, lastTurnAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL, newestId INTEGER NOT NULL,
    summary TEXT NOT NULL, facets TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS transcriptsByExpiry ON transcripts (expiresAt);
  CREATE TABLE IF NOT EXISTS transcriptFacets (
    facet TEXT NOT NULL, lastTurnAt INTEGER NOT NULL, session TEXT NOT NULL, PRIMARY KEY (facet, lastTurnAt, session)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS transcriptTurns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, seq INTEGER NOT NULL, print TEXT NOT NULL,
    UNIQUE (session, seq)
  );
`
/** Deleted words are removed from the index immediately, not just hidden. */
const WORDS = `
  CREATE VIRTUAL TABLE transcriptWords USING fts5(text, columnsize = 0, ${TOKENIZE});
  INSERT INTO transcriptWords (transcriptWords, rank) VALUES ('secure-delete', 1);
`

const PAGE = 50

type Row = { lastTurnAt: number; expiresAt: number; newestId: number; facets: string }
type Listed = { session: string; lastTurnAt: number; summary: string }
type Hit = { id: number; session: string; newestId: number; excerpt: string; summary: string }

/** Everything in a search index that names a session, except its ratings. */
export class TranscriptIndex {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
    if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'transcriptWords'").toArray().length === 0) sql.exec(WORDS)
  }

  /** The turns that differ from their indexed form. In a long chat, comparing them in full would be most of the work. */
  changed({ session, turns }: IndexedSession): Turn[] {
    const filed = this.#sql.exec<{ seq: number; print: string }>(
      'SELECT seq, print FROM transcriptTurns WHERE session = ?',
      session,
    )
    const prints = new Map(filed.toArray().map(({ seq, print }) => [seq, print]))
    return turns.filter((turn) => prints.get(turn.seq) !== printOf(turn))
  }

  /** @param changed the result of the method above. */
  put(indexedSession: IndexedSession, changed: readonly Turn[]): void {
    const { session, expiresAt, turns } = indexedSession
    const before = this.#find(session)
    // A turn that is being retried is not in the history copy; a session with no other turn has nothing to show.
    if (turns.length === 0) return
    const newestId = changed.reduce(
      (newest, turn) => Math.max(newest, this.#write(session, turn)),
      before?.newestId ?? 0,
    )
    const { summary, facets } = summarize(indexedSession)
    const lastTurnAt = Date.parse(summary.lastTurnAt)
    if (before) this.#unlist(session, before)
    this.#sql.exec(
      'INSERT INTO transcriptFacets (facet, lastTurnAt, session) SELECT value, ?, ? FROM json_each(?)',
      lastTurnAt,
      session,
      JSON.stringify(facets),
    )
    this.#sql.exec(
      'INSERT OR REPLACE INTO transcripts (session, lastTurnAt, expiresAt, newestId, summary, facets) VALUES (?, ?, ?, ?, ?, ?)',
      session,
      lastTurnAt,
      expiresAt,
      newestId,
      JSON.stringify(summary),
      JSON.stringify(facets),
    )
  }

  page(wanted: TranscriptFilter, now: number): Omit<TranscriptPage, 'refused'> {
    return wanted.text === null ? this.#list(wanted, now) : this.#search(wanted, matching(wanted.text), now)
  }

  has(session: string, now: number): boolean {
    return (this.#find(session)?.expiresAt ?? 0) > now
  }

  forget(session: string): void {
    const before = this.#find(session)
    if (!before) return
    this.#unlist(session, before)
    this.#sql.exec(
      'DELETE FROM transcriptWords WHERE rowid IN (SELECT id FROM transcriptTurns WHERE session = ?)',
      session,
    )
    this.#sql.exec('DELETE FROM transcriptTurns WHERE session = ?', session)
    this.#sql.exec('DELETE FROM transcripts WHERE session = ?', session)
  }

  expired(now: number): string[] {
    return this.#sql
      .exec<{ session: string }>('SELECT session FROM transcripts WHERE expiresAt <= ?', now)
      .toArray()
      .map(({ session }) => session)
  }

  /** When the next session expires; null when there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ next: number | null }>('SELECT MIN(expiresAt) AS next FROM transcripts').one().next
  }

  #find(session: string): Row | undefined {
    return this.#sql
      .exec<Row>('SELECT lastTurnAt, expiresAt, newestId, facets FROM transcripts WHERE session = ?', session)
      .toArray()[0]
  }

  #unlist(session: string, { lastTurnAt, facets }: Row): void {
    this.#sql.exec(
      'DELETE FROM transcriptFacets WHERE facet IN (SELECT value FROM json_each(?)) AND lastTurnAt = ? AND session = ?',
      facets,
      lastTurnAt,
      session,
    )
  }

  /** The turn's new id. */
  #write(session: string, turn: Turn): number {
    const { seq } = turn
    const [before] = this.#sql
      .exec<{ id: number }>('SELECT id FROM transcriptTurns WHERE session = ? AND seq = ?', session, seq)
      .toArray()
    if (before) {
      this.#sql.exec('DELETE FROM transcriptWords WHERE rowid = ?', before.id)
      this.#sql.exec('DELETE FROM transcriptTurns WHERE id = ?', before.id)
    }
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO transcriptTurns (session, seq, print) VALUES (?, ?, ?) RETURNING id',
        session,
        seq,
        printOf(turn),
      )
      .one()
    this.#sql.exec('INSERT INTO transcriptWords (rowid, text) VALUES (?, ?)', id, wordsOf(turn))
    return id
  }

  #list({ after, from, before, ...wanted }: TranscriptFilter, now: number): Omit<TranscriptPage, 'refused'> {
    const [, time = '', mark = ''] = /^(\d+)\.(.+)$/.exec(after ?? '') ?? []
    const [facet = ALL, ...others] = wantedFacets(wanted)
    const isAfterMark = after !== null && Number(time) < before
    const rows = this.#sql
      .exec<Listed>(
        `SELECT f.session AS session, f.lastTurnAt AS lastTurnAt, summary
         FROM transcriptFacets AS f CROSS JOIN transcripts USING (session)
         WHERE f.facet = ? AND (f.lastTurnAt, f.session) < (?, ?) AND f.lastTurnAt >= ? AND expiresAt > ? ${also(others)}
         ORDER BY f.lastTurnAt DESC, f.session DESC LIMIT ?`,
        facet,
        isAfterMark ? Number(time) : before,
        isAfterMark ? mark : '',
        from,
        now,
        ...others,
        PAGE + 1,
      )
      .toArray()
    return paged(rows.map((row) => ({ ...row, mark: `${row.lastTurnAt}.${row.session}`, excerpt: null })))
  }

  /** Ordered by the newest matching turn. */
  #search(
    { after, from, before, ...wanted }: TranscriptFilter,
    match: string,
    now: number,
  ): Omit<TranscriptPage, 'refused'> {
    const mark = after === null ? Number.MAX_SAFE_INTEGER : Number(after)
    const facets = wantedFacets(wanted)
    const hits = this.#sql.exec<Hit>(
      `SELECT transcriptWords.rowid AS id, f.session AS session, newestId, summary, ${excerptOf('transcriptWords')} AS excerpt
       FROM transcriptWords CROSS JOIN transcriptTurns AS t ON t.id = transcriptWords.rowid
         CROSS JOIN transcripts AS f ON f.session = t.session
       WHERE transcriptWords MATCH ? AND transcriptWords.rowid < ? AND f.lastTurnAt >= ? AND f.lastTurnAt < ?
         AND expiresAt > ? ${also(facets)}
       ORDER BY transcriptWords.rowid DESC`,
      match,
      mark,
      from,
      before,
      now,
      ...facets,
    )
    const found = new Map<string, Hit>()
    for (const hit of hits) {
      if (found.has(hit.session) || (hit.newestId >= mark && this.#isHitSince(hit.session, match, mark))) continue
      found.set(hit.session, hit)
      if (found.size > PAGE) break
    }
    return paged(
      [...found.values()].map((hit) => ({
        ...hit,
        mark: String(hit.id),
        excerpt: readable(hit.excerpt, this.#text(hit.id)),
      })),
    )
  }

  #text(id: number): string {
    return this.#sql.exec<{ text: string }>('SELECT text FROM transcriptWords WHERE rowid = ?', id).one().text
  }

  /** Whether the session comes before this cursor: it was on an earlier page, or has moved to the front. */
  #isHitSince(session: string, match: string, mark: number): boolean {
    return this.#sql
      .exec<{ id: number }>('SELECT id FROM transcriptTurns WHERE session = ? AND id >= ?', session, mark)
      .toArray()
      .some(
        ({ id }) =>
          this.#sql
            .exec('SELECT 1 FROM transcriptWords WHERE transcriptWords MATCH ? AND rowid = ?', match, id)
            .toArray().length > 0,
      )
  }
}

/** Whether this is a valid `next` of such a list. */
export const isMark = (text: string, isSearch: boolean): boolean =>
  (isSearch ? /^\d{1,15}$/ : /^\d{1,15}\.[\w-]{1,64}$/).test(text)

const AND_FACET =
  'AND EXISTS (SELECT 1 FROM transcriptFacets WHERE facet = ? AND lastTurnAt = f.lastTurnAt AND session = f.session)'
const also = (facets: readonly string[]): string => facets.map(() => AND_FACET).join(' ')

function paged(
  rows: readonly { summary: string; excerpt: string | null; mark: string }[],
): Omit<TranscriptPage, 'refused'> {
  const sessions = rows.slice(0, PAGE).map(({ summary, excerpt }) => ({ ...readSummary(summary), excerpt }))
  return { sessions, next: rows.length > PAGE ? (rows[PAGE - 1]?.mark ?? null) : null }
}
