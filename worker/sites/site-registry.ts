/**
 * Where sites are written: drafts, versions, what is live. `registry-object.ts` implements this in one Durable Object for the
 * whole Worker, and copies it to KV, where visitors' questions read it (`read-site.ts`).
 */
import { Failure, FAILURES, type FailureCode } from '../../protocol/failure.ts'
import type { Draft, Preview, SiteDetails, SiteSummary } from '../../protocol/schemas/owner-site.ts'
import type { GoLive, Publish, Version } from '../../protocol/schemas/site-version.ts'
import { field } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

export interface SiteRegistry {
  list(): Promise<SiteSummary[]>
  /** @throws Failure `unknown_site`. So do all methods below that name a site. */
  read(site: string): Promise<SiteDetails>
  /** @throws Failure `site_exists`, `site_name_invalid`, `publish_failed`. */
  create(site: string, settings: Settings): Promise<SiteDetails>
  /** @throws Failure `publish_failed`, `demo_stays`. */
  remove(site: string): Promise<void>
  /** @throws Failure `publish_failed`. */
  pause(site: string, paused: boolean): Promise<SiteDetails>
  /** @throws Failure `settings_conflict`. */
  saveDraft(site: string, settings: Settings, revision: number): Promise<Draft>
  /** Deletes the draft with this revision, if any. @throws Failure `settings_conflict`. */
  dropDraft(site: string, revision: number): Promise<void>
  /** @throws Failure `settings_conflict`, `publish_failed`: nothing has changed then. */
  publish(site: string, command: Publish): Promise<Version>
  /** @throws Failure `settings_conflict`, `unknown_version`, `publish_failed`. */
  goLive(site: string, command: GoLive): Promise<SiteDetails>
  /** The versions before this one (null: all), the newest first, 20 at most. */
  versions(site: string, before: number | null): Promise<Version[]>
  preview(site: string, settings: Settings, origin: string): Promise<Preview>
}

/** A command of the site registry's object: one of the methods above, and its parameters. */
export type RegistryCommand = {
  [Name in keyof SiteRegistry]: { do: Name; of: Parameters<SiteRegistry[Name]> }
}[keyof SiteRegistry]

/** The site registry through an object that takes commands. Its refusals are thrown again here. */
export function siteRegistryClient(send: (command: RegistryCommand) => Promise<Response>): SiteRegistry {
  async function done(command: RegistryCommand): Promise<Response> {
    const response = await send(command)
    if (!response.ok) throw failureIn(await response.json(), response.status)
    return response
  }
  return {
    list: async () => (await done({ do: 'list', of: [] })).json(),
    read: async (...of) => (await done({ do: 'read', of })).json(),
    create: async (...of) => (await done({ do: 'create', of })).json(),
    remove: async (...of) => void (await done({ do: 'remove', of })),
    pause: async (...of) => (await done({ do: 'pause', of })).json(),
    saveDraft: async (...of) => (await done({ do: 'saveDraft', of })).json(),
    dropDraft: async (...of) => void (await done({ do: 'dropDraft', of })),
    publish: async (...of) => (await done({ do: 'publish', of })).json(),
    goLive: async (...of) => (await done({ do: 'goLive', of })).json(),
    versions: async (...of) => (await done({ do: 'versions', of })).json(),
    preview: async (...of) => (await done({ do: 'preview', of })).json(),
  }
}

const isFailureCode = (code: unknown): code is FailureCode => typeof code === 'string' && Object.hasOwn(FAILURES, code)

function failureIn(body: unknown, status: number): Error {
  const code = field(field(body, 'error'), 'code')
  return isFailureCode(code) ? new Failure(code) : new Error(`the site registry answers ${status}`)
}
