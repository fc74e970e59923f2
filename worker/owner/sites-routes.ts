import { OWN_SITES } from '../../protocol/api/owner.ts'
import { Failure } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import { NOTE_CHARACTERS } from '../../protocol/sizes.ts'
import { readJson } from '../http/body.ts'
import { answer, nothing, type Routes } from '../http/routes.ts'
import { requireSettings } from './require-settings.ts'
import { withFirstWords } from './new-site.ts'
import type { SiteRegistry } from '../sites/site-registry.ts'

export interface OwnerSiteDependencies {
  siteRegistry: SiteRegistry
}

/** Sites, drafts, versions and previews. */
export function ownerSiteRoutes({ siteRegistry }: OwnerSiteDependencies): Routes<typeof OWN_SITES> {
  return {
    async listSites() {
      return answer(OWN_SITES.listSites, { sites: await siteRegistry.list() })
    },

    async createSite({ request }) {
      const body = await readJson(OWN_SITES.createSite, request)
      const site = field(body, 'site')
      if (typeof site !== 'string') throw new Failure('invalid_body', { param: 'site' })
      const settings = requireSettings(withFirstWords(field(body, 'settings')))
      return answer(OWN_SITES.createSite, await siteRegistry.create(site, settings))
    },

    async readOwnSite({ site }) {
      return answer(OWN_SITES.readOwnSite, await siteRegistry.read(site))
    },

    /** The name must be given twice, because deletion is final. */
    async removeSite({ site, request }) {
      if (field(await readJson(OWN_SITES.removeSite, request), 'site') !== site)
        throw new Failure('invalid_body', { param: 'site' })
      await siteRegistry.remove(site)
      return nothing()
    },

    async saveDraft({ site, request }) {
      const body = await readJson(OWN_SITES.saveDraft, request)
      const revision = wholeIn(body, 'revision')
      return answer(
        OWN_SITES.saveDraft,
        await siteRegistry.saveDraft(site, requireSettings(field(body, 'settings')), revision),
      )
    },

    async dropDraft({ site, request }) {
      await siteRegistry.dropDraft(site, wholeIn(await readJson(OWN_SITES.dropDraft, request), 'revision'))
      return nothing()
    },

    async publishDraft({ site, request }) {
      const body = await readJson(OWN_SITES.publishDraft, request)
      const order = { revision: wholeIn(body, 'revision'), live: wholeIn(body, 'live'), note: noteIn(body) }
      return answer(OWN_SITES.publishDraft, await siteRegistry.publish(site, order))
    },

    async listVersions({ site, request }) {
      const before = new URL(request.url).searchParams.get('before')
      if (before !== null && !/^\d{1,15}$/.test(before)) throw new Failure('invalid_body', { param: 'before' })
      const versions = await siteRegistry.versions(site, before === null ? null : Number(before))
      return answer(OWN_SITES.listVersions, { versions })
    },

    async goLive({ site, request }) {
      const body = await readJson(OWN_SITES.goLive, request)
      const order = { version: wholeIn(body, 'version'), live: wholeIn(body, 'live') }
      return answer(OWN_SITES.goLive, await siteRegistry.goLive(site, order))
    },

    async pauseSite({ site, request }) {
      const paused = field(await readJson(OWN_SITES.pauseSite, request), 'paused')
      if (typeof paused !== 'boolean') throw new Failure('invalid_body', { param: 'paused' })
      return answer(OWN_SITES.pauseSite, await siteRegistry.pause(site, paused))
    },

    async previewSettings({ site, request }) {
      const settings = requireSettings(field(await readJson(OWN_SITES.previewSettings, request), 'settings'))
      const { origin } = new URL(request.url)
      return answer(OWN_SITES.previewSettings, await siteRegistry.preview(site, settings, origin))
    },
  }
}

function wholeIn(body: unknown, name: string): number {
  const number = field(body, name)
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
    throw new Failure('invalid_body', { param: name })
  }
  return number
}

function noteIn(body: unknown): string {
  const note = field(body, 'note') ?? ''
  if (typeof note !== 'string' || note.length > NOTE_CHARACTERS) throw new Failure('invalid_body', { param: 'note' })
  return note.toWellFormed()
}
