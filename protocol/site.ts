/**
 * One site: who the assistant is there, how it looks, where it may be embedded. Each setting is written once, in `settings/`:
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

/** What the owner does to a site as a whole; no version of its settings holds it. */
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
      v.description('Nobody can ask; what was said stays readable to its visitors.'),
    ),
    false,
  ),
})

/** Everything an owner can set, and what each version of a site is. */
export const settingsSchema = once(() => v.strictObject({ ...shownEntries(), ...keptEntries() }))
export const siteSchema = once(() => v.strictObject({ ...shownEntries(), ...keptEntries(), ...managed() }))

/** What an owner set, defaults filled in. */
export type Settings = v.InferOutput<ReturnType<typeof settingsSchema>>
/** A site as the Worker holds it, defaults filled in. */
export type Site = v.InferOutput<ReturnType<typeof siteSchema>>

/** What a visitor may see of a site. `notice` is a note of the deployment: that this is a demonstration, say. */
export const siteViewSchema = once(() => v.object({ ...shownEntries(), notice: v.string() }))
export type SiteView = v.InferOutput<ReturnType<typeof siteViewSchema>>

export const visitorView = (site: Site, notice: string): SiteView => ({ ...seen(site, shownEntries()), notice })

/** Of a site, what these entries say. */
export const seen = <Entries extends v.ObjectEntries>(site: object, entries: Entries) =>
  v.parse(v.object(entries), site)

export const isSiteName = (value: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(value)

/** The site that exists before anything was published. */
export const DEMO = 'demo'

const PREVIEW = 'preview-'
export const previewName = (id: string): string => PREVIEW + id
/** A draft that is tried out for a day: nobody's site, listed nowhere and counted in no ledger. */
export const isPreview = (name: string): boolean => name.startsWith(PREVIEW)
/** What an owner may call a site. */
export const isOwnSiteName = (name: string): boolean => isSiteName(name) && !isPreview(name)
