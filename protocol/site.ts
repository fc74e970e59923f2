/**
 * One site: who the assistant is, how it looks, where it may be embedded. Each setting is written once, in `settings/`:
 * validation, defaults and the visitor's view are derived from there. The defaults are the persona of a fresh clone.
 */
import * as v from 'valibot'
import { once } from './once.ts'
import * as identity from './settings/identity.ts'
import * as limits from './settings/limits.ts'
import * as looks from './settings/looks.ts'
import * as model from './settings/model.ts'
import * as placement from './settings/placement.ts'
import * as privacy from './settings/privacy.ts'
import * as welcome from './settings/welcome.ts'
import { whole } from './settings/setting.ts'

/** The settings that a visitor may see. */
export const shownEntries = once(() => ({
  ...identity.shown(),
  ...welcome.shown(),
  ...looks.shown(),
  ...limits.shown(),
  ...privacy.shown(),
}))

/** What never leaves the Worker, except to the provider. */
export const keptEntries = once(() => ({
  ...identity.kept(),
  ...model.kept(),
  ...limits.kept(),
  ...privacy.kept(),
  ...placement.kept(),
}))

/** What the owner does to a site as a whole; not part of any version of its settings. */
const managed = () => ({
  version: v.optional(
    v.pipe(
      whole(0, Number.MAX_SAFE_INTEGER),
      v.title('Version'),
      v.description('Counts what was published; 0 is the built-in persona.'),
    ),
    0,
  ),
  paused: v.optional(
    v.pipe(
      v.boolean(),
      v.title('Paused'),
      v.description('Nobody can ask questions; visitors can still read their conversations.'),
    ),
    false,
  ),
})

/** Everything an owner can set; each version of a site has all of it. */
export const settingsSchema = once(() => v.strictObject({ ...shownEntries(), ...keptEntries() }))
export const siteSchema = once(() => v.strictObject({ ...shownEntries(), ...keptEntries(), ...managed() }))

/** What an owner set, with defaults filled in. */
export type Settings = v.InferOutput<ReturnType<typeof settingsSchema>>
/** A site as the Worker uses it, with defaults filled in. */
export type Site = v.InferOutput<ReturnType<typeof siteSchema>>

/** What a visitor may see of a site. `notice` is a note of the deployment, for example that this is a demonstration. */
export const siteViewSchema = once(() => v.object({ ...shownEntries(), notice: v.string() }))
export type SiteView = v.InferOutput<ReturnType<typeof siteViewSchema>>

export const visitorView = (site: Site, notice: string): SiteView => ({ ...seen(site, shownEntries()), notice })

/** The values of these entries, taken from a site. */
export const seen = <Entries extends v.ObjectEntries>(site: object, entries: Entries) =>
  v.parse(v.object(entries), site)

export const isSiteName = (value: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(value)

/** The site that exists before anything is published. */
export const DEMO = 'demo'

const PREVIEW = 'preview-'
export const previewName = (id: string): string => PREVIEW + id
/** A draft that is tried out for a day: it belongs to no site, and is neither listed nor counted. */
export const isPreview = (name: string): boolean => name.startsWith(PREVIEW)
/** Names that an owner may give a site. */
export const isOwnSiteName = (name: string): boolean => isSiteName(name) && !isPreview(name)
