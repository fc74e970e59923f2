/** A site as its owner sees it: what is live, and what is being written. */
import * as v from 'valibot'
import { settingsSchema } from '../site.ts'
import { count, text, time, timeOrNull } from './primitives.ts'

export const settings = settingsSchema()

export const siteSummary = v.object({
  site: text,
  /** The persona's name, of what is live. */
  name: text,
  paused: v.boolean(),
  /** The version that is live; 0 before anything was published. */
  version: count,
  publishedAt: timeOrNull,
  /** When the draft was changed last; null when there is none. */
  draftedAt: timeOrNull,
})
export type SiteSummary = v.InferOutput<typeof siteSummary>

export const sites = v.object({ sites: v.array(siteSummary) })

/** What is being written and not published. */
export const draft = v.object({
  settings,
  /** Counts every change of it: a change names the one it was made from. */
  revision: count,
  /** The version that was live when it was begun. */
  basedOn: count,
  updatedAt: time,
})
export type Draft = v.InferOutput<typeof draft>

export const siteDetails = v.object({
  ...siteSummary.entries,
  /** The settings that visitors have. */
  live: settings,
  draft: v.nullable(draft),
})
export type SiteDetails = v.InferOutput<typeof siteDetails>

/**
 * What `settings` leaves out has its default, but for name, instructions, greeting and starter prompts: those are plain
 * English. Also the way to duplicate.
 */
export const newSite = v.object({ site: text, settings: v.exactOptional(settings) })

export const removeSite = v.object({ site: text })

export const saveDraft = v.object({
  settings,
  /** Of the draft it was made from; 0 when there was none. Another one by now: `settings_conflict`. */
  revision: count,
})

export const dropDraft = v.object({ revision: count })

export const pause = v.object({ paused: v.boolean() })

export const previewRequest = v.object({ settings })

/**
 * A site of another name, for a day, that answers as these settings say and counts for nothing. The chat on the console's
 * own origin may use it.
 */
export const preview = v.object({ site: text, expiresAt: time })
export type Preview = v.InferOutput<typeof preview>
