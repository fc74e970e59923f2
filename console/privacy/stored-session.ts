/** One session that a visitor asks about: found by its id, handed out, erased. */
import type { Transcript } from '../../protocol/schemas/transcript.ts'
import { readPlace } from '../shell/address.ts'
import { Refusal } from '../api/ask.ts'
import { ask } from '../shell/sign-in.ts'

/**
 * The id, or the address of its transcript in this console, as owners copy it. An id that begins with `-` has an apostrophe in
 * a CSV: without it a spreadsheet computes.
 */
export function readSession(pasted: string): string {
  const text = pasted.trim().replace(/^["']+|["']+$/g, '')
  const at = text.indexOf('#/')
  if (at < 0) return text
  const place = readPlace(text.slice(at))
  return place.screen === 'sites' ? '' : place.rest
}

/** @throws Refusal `unknown_session` where nothing is kept under this id. */
export function lookUp(site: string, session: string): Promise<Transcript> {
  // Nothing else names a session, and an id with a slash in it would ask for another address.
  if (!/^[\w-]{1,64}$/.test(session)) throw new Refusal('unknown_session')
  return ask('readTranscript', { site, session })
}

export const erase = (site: string, session: string): Promise<void> => ask('eraseTranscript', { site, session })
