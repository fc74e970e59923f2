import type { IRequest } from 'itty-router'
import { Failure } from '../../protocol/failure.ts'
import { SETTINGS_BYTES } from '../../protocol/read-settings.ts'
import { field } from '../../protocol/record.ts'
import { NOTE_CHARACTERS } from '../../protocol/sizes.ts'
import { readJson } from '../http/body.ts'
import { requireSettings } from './require-settings.ts'
import { withFirstWords } from './new-site.ts'
import type { SiteRegistry } from '../sites/site-registry.ts'

export interface OwnerSitePartners {
  siteRegistry: SiteRegistry
}

type Asked = IRequest & Request

const gone = (): Response => new Response(null, { status: 204 })
const read = (request: Request): Promise<unknown> => readJson(request, SETTINGS_BYTES)
const nameIn = ({ params }: Asked): string => params['site'] ?? ''

/** Sites, drafts, versions and previews. */
export function ownerSiteRoutes({ siteRegistry }: OwnerSitePartners) {
  return {
    async list(): Promise<Response> {
      return Response.json({ sites: await siteRegistry.list() })
    },

    async create(request: Asked): Promise<Response> {
      const body = await read(request)
      const site = field(body, 'site')
      if (typeof site !== 'string') throw new Failure('invalid_body', { param: 'site' })
      const settings = requireSettings(withFirstWords(field(body, 'settings')))
      return Response.json(await siteRegistry.create(site, settings), { status: 201 })
    },

    async read(request: Asked): Promise<Response> {
      return Response.json(await siteRegistry.read(nameIn(request)))
    },

    /** Its name is said twice: what is gone is gone. */
    async remove(request: Asked): Promise<Response> {
      const site = nameIn(request)
      if (field(await read(request), 'site') !== site) throw new Failure('invalid_body', { param: 'site' })
      await siteRegistry.remove(site)
      return gone()
    },

    async saveDraft(request: Asked): Promise<Response> {
      const body = await read(request)
      const revision = wholeIn(body, 'revision')
      return Response.json(
        await siteRegistry.saveDraft(nameIn(request), requireSettings(field(body, 'settings')), revision),
      )
    },

    async dropDraft(request: Asked): Promise<Response> {
      await siteRegistry.dropDraft(nameIn(request), wholeIn(await read(request), 'revision'))
      return gone()
    },

    async publish(request: Asked): Promise<Response> {
      const body = await read(request)
      const order = { revision: wholeIn(body, 'revision'), live: wholeIn(body, 'live'), note: noteIn(body) }
      return Response.json(await siteRegistry.publish(nameIn(request), order), { status: 201 })
    },

    async versions(request: Asked): Promise<Response> {
      const before = new URL(request.url).searchParams.get('before')
      if (before !== null && !/^\d{1,15}$/.test(before)) throw new Failure('invalid_body', { param: 'before' })
      const versions = await siteRegistry.versions(nameIn(request), before === null ? null : Number(before))
      return Response.json({ versions })
    },

    async goLive(request: Asked): Promise<Response> {
      const body = await read(request)
      const order = { version: wholeIn(body, 'version'), live: wholeIn(body, 'live') }
      return Response.json(await siteRegistry.goLive(nameIn(request), order))
    },

    async pause(request: Asked): Promise<Response> {
      const paused = field(await read(request), 'paused')
      if (typeof paused !== 'boolean') throw new Failure('invalid_body', { param: 'paused' })
      return Response.json(await siteRegistry.pause(nameIn(request), paused))
    },

    async preview(request: Asked): Promise<Response> {
      const settings = requireSettings(field(await read(request), 'settings'))
      const { origin } = new URL(request.url)
      return Response.json(await siteRegistry.preview(nameIn(request), settings, origin), { status: 201 })
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
