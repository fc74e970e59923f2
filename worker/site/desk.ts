/**
 * Where sites are written: drafts, versions, what is live. What is promised here is kept by `desk-object.ts`, one Durable
 * Object for the whole Worker, and copied to KV, where visitors' questions read it (`sites.ts`).
 */
import type { Draft, GoLive, Preview, Publish, SiteDetails, SiteSummary, Version } from '../../protocol/owner.ts'
import type { Settings } from '../../protocol/site.ts'

export interface Desk {
  list(): Promise<SiteSummary[]>
  /** @throws Failure `unknown_site`. So do all below that name a site. */
  read(site: string): Promise<SiteDetails>
  /** @throws Failure `site_exists`, `site_name_invalid`, `publish_failed`. */
  create(site: string, settings: Settings): Promise<SiteDetails>
  /** @throws Failure `publish_failed`. */
  remove(site: string): Promise<void>
  /** @throws Failure `publish_failed`. */
  pause(site: string, paused: boolean): Promise<SiteDetails>
  /** @throws Failure `settings_conflict`. */
  saveDraft(site: string, settings: Settings, revision: number): Promise<Draft>
  dropDraft(site: string): Promise<void>
  /** @throws Failure `settings_conflict`, `publish_failed`: then nothing has changed. */
  publish(site: string, order: Publish): Promise<Version>
  /** @throws Failure `settings_conflict`, `unknown_version`, `publish_failed`. */
  goLive(site: string, order: GoLive): Promise<SiteDetails>
  /** Those before a version (null: all), the newest first, 20 at most. */
  versions(site: string, before: number | null): Promise<Version[]>
  preview(site: string, settings: Settings, origin: string): Promise<Preview>
}
