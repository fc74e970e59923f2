import type { Draft } from '../../protocol/schemas/owner-site.ts'
import type { Version } from '../../protocol/schemas/site-version.ts'
import { differing } from '../../protocol/differing.ts'
import { readWhatFits } from '../../protocol/read-settings.ts'
import type { Settings } from '../../protocol/site.ts'

/** Settings are stored as the differences from the defaults, as in KV: both still mean the same if the defaults change. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS sites (
    site TEXT PRIMARY KEY, isThere INTEGER NOT NULL DEFAULT 0, live INTEGER NOT NULL DEFAULT 0,
    isPaused INTEGER NOT NULL DEFAULT 0, highest INTEGER NOT NULL DEFAULT 0, revisions INTEGER NOT NULL DEFAULT 0,
    writtenAt INTEGER NOT NULL DEFAULT 0, isUnsure INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS versions (
    site TEXT NOT NULL, version INTEGER NOT NULL, settings TEXT NOT NULL, note TEXT NOT NULL, publishedAt TEXT,
    PRIMARY KEY (site, version)
  );
  CREATE TABLE IF NOT EXISTS drafts (
    site TEXT PRIMARY KEY, settings TEXT NOT NULL, revision INTEGER NOT NULL, basedOn INTEGER NOT NULL,
    updatedAt TEXT NOT NULL
  );
`

/** A site's row outlives the site, so its numbers are never used again. */
export type SiteRow = {
  site: string
  isThere: number
  live: number
  isPaused: number
  /** The highest version ever intended for KV, and the number of drafts ever saved. */
  highest: number
  revisions: number
  /** When KV was last written, in milliseconds since 1970. */
  writtenAt: number
  /** Whether KV may differ from this row: a write was begun, and its outcome is unknown. */
  isUnsure: number
}

type VersionRow = { version: number; settings: string; note: string; publishedAt: string | null }
type DraftRow = { settings: string; revision: number; basedOn: number; updatedAt: string }

export class RegistryTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  site(site: string): SiteRow | null {
    return this.#first<SiteRow>('SELECT * FROM sites WHERE site = ?', site)
  }

  sites(): SiteRow[] {
    return this.#sql.exec<SiteRow>('SELECT * FROM sites ORDER BY site').toArray()
  }

  setSite(site: string, changes: Partial<Omit<SiteRow, 'site'>>): void {
    this.#sql.exec('INSERT OR IGNORE INTO sites (site) VALUES (?)', site)
    for (const [column, value] of Object.entries(changes)) {
      this.#sql.exec(`UPDATE sites SET ${column} = ? WHERE site = ?`, value, site)
    }
  }

  clear(site: string): void {
    for (const table of ['versions', 'drafts']) this.#sql.exec(`DELETE FROM ${table} WHERE site = ?`, site)
  }

  draft(site: string): Draft | null {
    const row = this.#first<DraftRow>('SELECT settings, revision, basedOn, updatedAt FROM drafts WHERE site = ?', site)
    return row && { ...row, settings: parse(row.settings) }
  }

  saveDraft(site: string, { settings, revision, basedOn, updatedAt }: Draft): void {
    const text = stringify(settings)
    this.#sql.exec('INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)', site, text, revision, basedOn, updatedAt)
    this.setSite(site, { revisions: revision })
  }

  /** A later draft stays. */
  dropDraft(site: string, revision: number): void {
    this.#sql.exec('DELETE FROM drafts WHERE site = ? AND revision = ?', site, revision)
  }

  /** Published versions only. */
  version(site: string, version: number): Version | null {
    return this.#versions('version = ?', site, version)[0] ?? null
  }

  versionsBefore(site: string, before: number, most: number): Version[] {
    return this.#versions('version < ? ORDER BY version DESC LIMIT ?', site, before, most)
  }

  /**
   * Reserves a version number for these settings. It is theirs from now on, published or not: KV may have stored them although it
   * reported a failure. Only a retry with the same settings gets the same number.
   */
  reserve({ site, highest }: Pick<SiteRow, 'site' | 'highest'>, settings: Settings, note: string): number {
    const text = stringify(settings)
    const tried = this.#first(
      'SELECT 1 FROM versions WHERE site = ? AND version = ? AND settings = ? AND publishedAt IS NULL',
      site,
      highest,
      text,
    )
    const version = tried ? highest : highest + 1
    this.#sql.exec('INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, NULL)', site, version, text, note)
    this.setSite(site, { highest: version })
    return version
  }

  published(site: string, version: number, publishedAt: string): void {
    this.#sql.exec('UPDATE versions SET publishedAt = ? WHERE site = ? AND version = ?', publishedAt, site, version)
  }

  /** For a site that was published without this registry. */
  takeOver(site: string, version: number, settings: Settings, at: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, '', ?)", site, version, stringify(settings), at)
  }

  #versions(condition: string, ...values: (string | number)[]): Version[] {
    const query = `SELECT version, settings, note, publishedAt FROM versions WHERE site = ? AND publishedAt IS NOT NULL AND ${condition}`
    return this.#sql
      .exec<VersionRow>(query, ...values)
      .toArray()
      .map(({ settings, publishedAt, ...row }) => ({
        ...row,
        publishedAt: publishedAt ?? '',
        settings: parse(settings),
      }))
  }

  #first<Row extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]): Row | null {
    return this.#sql.exec<Row>(query, ...values).toArray()[0] ?? null
  }
}

const stringify = (settings: Settings): string => JSON.stringify(differing(settings))
const parse = (settings: string): Settings => readWhatFits(JSON.parse(settings))
