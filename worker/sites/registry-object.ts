import { Failure } from '../../protocol/failure.ts'
import type { Draft, Preview, SiteDetails, SiteSummary } from '../../protocol/schemas/owner-site.ts'
import type { GoLive, Publish, Version } from '../../protocol/schemas/site-version.ts'
import { DEMO, isOwnSiteName, previewName, type Settings } from '../../protocol/site.ts'
import { errorText, type Log } from '../base/log.ts'
import type { SiteRegistry, RegistryCommand } from './site-registry.ts'
import { RegistryTables, type SiteRow } from './registry-tables.ts'
import { NO_LIMITS } from '../limits/limits.ts'
import { Mutex } from '../base/mutex.ts'
import { copyOf, type SiteCopies } from './site-copies.ts'
import { importSites } from './taken-over.ts'

interface Dependencies {
  storage: DurableObjectStorage
  copies: SiteCopies
  log: Log
}

/** KV takes one write per second and key. */
const APART_MILLISECONDS = 1_100
/** After this long, everybody sees what was written to KV. */
const SETTLED_MILLISECONDS = 120_000
/** How long after a write with an unknown outcome KV is corrected from these tables. */
const CORRECTION_MILLISECONDS = 5_000
const PAGE = 20
const DAY_SECONDS = 24 * 60 * 60

/** Implements `SiteRegistry` of `site-registry.ts`. Its tables are authoritative; KV follows. */
export class RegistryObject implements SiteRegistry {
  readonly #dependencies: Dependencies
  readonly #tables: RegistryTables
  readonly #writes = new Mutex()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#tables = new RegistryTables(dependencies.storage.sql)
  }

  async run(command: RegistryCommand): Promise<Response> {
    // The compiler does not see that a verb and its parameters belong together; `RegistryCommand` ensures it.
    return Response.json((await Reflect.apply(this[command.do], this, command.of)) ?? null)
  }

  async list(): Promise<SiteSummary[]> {
    for (const site of await this.#dependencies.copies.names()) await this.#find(site)
    return this.#tables.sites().flatMap((row) => (row.isThere ? [this.#summary(row)] : []))
  }

  async read(site: string): Promise<SiteDetails> {
    return this.#details(await this.#require(site))
  }

  create(site: string, settings: Settings): Promise<SiteDetails> {
    return this.#writes.run(site, async () => {
      if (!isOwnSiteName(site)) throw new Failure('site_name_invalid')
      if (await this.#find(site)) throw new Failure('site_exists')
      this.#tables.setSite(site, {})
      const { highest } = this.#row(site)
      const version = this.#tables.reserve({ site, highest }, settings, '')
      await this.#write(site, copyOf(settings, version, 0), () => {
        this.#tables.published(site, version, now())
        this.#tables.setSite(site, { isThere: 1, live: version, isPaused: 0 })
      })
      return this.#details(this.#row(site))
    })
  }

  remove(site: string): Promise<void> {
    return this.#writes.run(site, async () => {
      if (site === DEMO) throw new Failure('demo_stays')
      await this.#require(site)
      await this.#write(site, null, () => {
        this.#tables.clear(site)
        this.#tables.setSite(site, { isThere: 0 })
      })
    })
  }

  pause(site: string, paused: boolean): Promise<SiteDetails> {
    return this.#writes.run(site, async () => {
      const { live } = await this.#require(site)
      const isPaused = Number(paused)
      await this.#write(site, copyOf(this.#settings(site, live), live, isPaused), () =>
        this.#tables.setSite(site, { isPaused }),
      )
      return this.#details(this.#row(site))
    })
  }

  async saveDraft(site: string, settings: Settings, revision: number): Promise<Draft> {
    const { live, revisions } = await this.#require(site)
    const draft = this.#tables.draft(site)
    if ((draft?.revision ?? 0) !== revision) throw new Failure('settings_conflict')
    const saved = { settings, revision: revisions + 1, basedOn: draft?.basedOn ?? live, updatedAt: now() }
    this.#tables.saveDraft(site, saved)
    return saved
  }

  async dropDraft(site: string, revision: number): Promise<void> {
    await this.#require(site)
    const draft = this.#tables.draft(site)
    if (draft && draft.revision !== revision) throw new Failure('settings_conflict')
    this.#tables.dropDraft(site, revision)
  }

  publish(site: string, { revision, live, note }: Publish): Promise<Version> {
    return this.#writes.run(site, async () => {
      const row = await this.#require(site)
      const draft = this.#tables.draft(site)
      if (draft?.revision !== revision || row.live !== live) throw new Failure('settings_conflict')
      const { settings } = draft
      const version = this.#tables.reserve(row, settings, note)
      const publishedAt = now()
      await this.#write(site, copyOf(settings, version, row.isPaused), () => {
        this.#tables.published(site, version, publishedAt)
        this.#tables.setSite(site, { live: version })
        // A draft that was saved in the meantime stays.
        this.#tables.dropDraft(site, revision)
      })
      return { version, publishedAt, note, settings }
    })
  }

  goLive(site: string, { version, live }: GoLive): Promise<SiteDetails> {
    return this.#writes.run(site, async () => {
      const row = await this.#require(site)
      if (row.live !== live) throw new Failure('settings_conflict')
      const wanted = this.#tables.version(site, version)
      if (!wanted) throw new Failure('unknown_version')
      await this.#write(site, copyOf(wanted.settings, version, row.isPaused), () =>
        this.#tables.setSite(site, { live: version }),
      )
      return this.#details(this.#row(site))
    })
  }

  async versions(site: string, before: number | null): Promise<Version[]> {
    await this.#require(site)
    return this.#tables.versionsBefore(site, before ?? Number.MAX_SAFE_INTEGER, PAGE)
  }

  async preview(site: string, settings: Settings, origin: string): Promise<Preview> {
    await this.#require(site)
    const preview = previewName(crypto.randomUUID().replaceAll('-', ''))
    const copy = copyOf({ ...settings, ...NO_LIMITS, allowedOrigins: [origin], retentionDays: 1 }, 0, 0)
    await this.#put(preview, copy, { expirationTtl: DAY_SECONDS })
    return { site: preview, expiresAt: new Date(Date.now() + DAY_SECONDS * 1000).toISOString() }
  }

  /** Corrects KV where a crash or KV itself left the outcome open. */
  async alarm(): Promise<void> {
    const unsure = this.#tables.sites().filter(({ isUnsure }) => isUnsure)
    await Promise.allSettled(unsure.map(({ site }) => this.#writes.run(site, () => this.#correct(site))))
  }

  async #correct(site: string): Promise<void> {
    const { isUnsure, isThere, live, isPaused } = this.#row(site)
    if (isUnsure) await this.#write(site, isThere ? copyOf(this.#settings(site, live), live, isPaused) : null, () => {})
  }

  /**
   * Writes a copy to KV, and commits the change here once KV has accepted it. If this object ends in between, its alarm fixes KV.
   *
   * @throws Failure `publish_failed`: then nothing is committed.
   */
  async #write(site: string, copy: object | null, hold: () => void): Promise<void> {
    const { storage } = this.#dependencies
    await until(this.#row(site).writtenAt + APART_MILLISECONDS)
    await storage.setAlarm(Date.now() + CORRECTION_MILLISECONDS)
    this.#tables.setSite(site, { isUnsure: 1, writtenAt: Date.now() })
    await this.#put(site, copy)
    storage.transactionSync(() => {
      hold()
      this.#tables.setSite(site, { isUnsure: 0, writtenAt: Date.now() })
    })
  }

  async #put(site: string, copy: object | null, options?: { expirationTtl: number }): Promise<void> {
    try {
      await this.#dependencies.copies.write(site, copy, options)
    } catch (error) {
      this.#dependencies.log({ event: 'fault', code: 'publish_failed', site, detail: errorText(error) })
      throw new Failure('publish_failed')
    }
  }

  /** @throws Failure `unknown_site`. */
  async #require(site: string): Promise<SiteRow> {
    const row = await this.#find(site)
    if (!row) throw new Failure('unknown_site')
    return row
  }

  /** A site that exists only in KV, published by hand, is taken over. */
  async #find(site: string): Promise<SiteRow | null> {
    if (!isOwnSiteName(site)) return null
    const row = this.#tables.site(site)
    if (row?.isThere) return row
    // KV may still have what was removed, or already have what is being created.
    if (row && (row.isUnsure || Date.now() < row.writtenAt + SETTLED_MILLISECONDS)) return null
    const stored = (await this.#dependencies.copies.read(site)) ?? (site === DEMO ? '{}' : null)
    // Another call may have been faster.
    const newer = this.#tables.site(site)
    if (stored === null || newer?.isThere || newer?.isUnsure) return newer?.isThere ? newer : null
    const { settings, version, isPaused } = importSites(stored)
    this.#dependencies.storage.transactionSync(() => {
      this.#tables.takeOver(site, version, settings, now())
      this.#tables.setSite(site, { isThere: 1, live: version, isPaused, highest: Math.max(version, row?.highest ?? 0) })
    })
    return this.#row(site)
  }

  /** For a site that has a row. */
  #row(site: string): SiteRow {
    const row = this.#tables.site(site)
    if (!row) throw new Failure('unknown_site')
    return row
  }

  #settings(site: string, version: number): Settings {
    const found = this.#tables.version(site, version)
    if (!found) throw new Failure('unknown_version')
    return found.settings
  }

  #summary({ site, live, isPaused }: SiteRow): SiteSummary {
    const version = this.#tables.version(site, live)
    return {
      site,
      name: version?.settings.name ?? site,
      paused: isPaused === 1,
      version: live,
      publishedAt: live === 0 ? null : (version?.publishedAt ?? null),
      draftedAt: this.#tables.draft(site)?.updatedAt ?? null,
    }
  }

  #details(row: SiteRow): SiteDetails {
    const { site, live } = row
    return { ...this.#summary(row), live: this.#settings(site, live), draft: this.#tables.draft(site) }
  }
}

const now = (): string => new Date().toISOString()

const until = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())))
