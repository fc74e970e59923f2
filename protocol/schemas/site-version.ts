/** The published versions of a site, and how to create the next one. */
import * as v from 'valibot'
import { NOTE_CHARACTERS } from '../sizes.ts'
import { settings } from './owner-site.ts'
import { count, text, time } from './primitives.ts'

export const publish = v.object({
  /** The revision of the draft to publish. */
  revision: count,
  /** The version that was live when the owner looked. If it has changed since: `settings_conflict`. */
  live: count,
  /** The owner's own note; may be empty. */
  note: v.pipe(text, v.maxLength(NOTE_CHARACTERS)),
})
export type Publish = v.InferOutput<typeof publish>

export const version = v.object({ version: count, publishedAt: time, note: text, settings })
export type Version = v.InferOutput<typeof version>

export const versions = v.object({ versions: v.array(version) })

export const goLive = v.object({
  version: count,
  /** The version that was live when the owner looked. */
  live: count,
})
export type GoLive = v.InferOutput<typeof goLive>
