/** A site as its owner sees it: the live settings and the draft. */
import * as v from 'valibot'
import { settingsSchema } from '../site.ts'
import { count, text, time, timeOrNull } from './primitives.ts'

export const settings = settingsSchema()

export const siteSummary = v.object({
  site: text,
  /** The name of the live persona. */
  name: text,
  paused: v.boolean(),
  /** The version that is live; 0 before anything was published. */
  version: count,
  publishedAt: timeOrNull,
  /** When the draft was last changed; null when there is none. */
  draftedAt: timeOrNull,
})
export type SiteSummary = v.InferOutput<typeof siteSummary>

export const sites = v.object({ sites: v.array(siteSummary) })

/** Settings that are being written and are not published. */
export const draft = v.object({
  settings,
  /** Increases with every change; a change must name the revision it is based on. */
  revision: count,
  /** The version that was live when the draft was begun. */
  basedOn: count,
  updatedAt: time,
})
export type Draft = v.InferOutput<typeof draft>

export const siteDetails = v.object({
  ...siteSummary.entries,
  /** The settings that visitors get. */
  live: settings,
  draft: v.nullable(draft),
})
export type SiteDetails = v.InferOutput<typeof siteDetails>

/**
 * Settings that are left out get their defaults, except name, instructions, greeting and starter prompts: those get plain English
 * texts. Can also be used to duplicate a site.
 */
export const newSite = v.object({ site: text, settings: v.exactOptional(settings) })

export const removeSite = v.object({ site: text })

export const saveDraft = v.object({
  settings,
  /** The revision of the draft it is based on; 0 if there was none. If it has changed since: `settings_conflict`. */
  revision: count,
})

export const dropDraft = v.object({ revision: count })

export const pause = v.object({ paused: v.boolean() })

export const previewRequest = v.object({ settings })

/**
 * A site under another name, for one day, that answers with these settings and is not counted. The chat on the console's own
 * origin may use it.
 */
export const preview = v.object({ site: text, expiresAt: time })
export type Preview = v.InferOutput<typeof preview>
