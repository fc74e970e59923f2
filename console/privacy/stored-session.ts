/** One session that a visitor asks about: find it by its id, export it, erase it. */
import type { Transcript } from '../../protocol/schemas/transcript.ts'
import { readPlace } from '../shell/address.ts'
import { Refusal } from '../api/ask.ts'
import { ask } from '../shell/sign-in.ts'

/**
 * The id, or the address of its transcript in this console, as owners copy it. In a CSV, an id that begins with `-` has an
 * apostrophe: without it, a spreadsheet would compute it.
 */
export function readSession(pasted: string): string {
  const text = pasted.trim().replace(/^["']+|["']+$/g, '')
  const at = text.indexOf('#/')
  if (at < 0) return text
  const place = readPlace(text.slice(at))
  return place.screen === 'sites' ? '' : place.rest
}

/** @throws Refusal `unknown_session` if nothing is stored under this id. */
export function lookUp(site: string, session: string): Promise<Transcript> {
  // No other format is a session's name, and an id with a slash would request another address.
  if (!/^[\w-]{1,64}$/.test(session)) throw new Refusal('unknown_session')
  return ask('readTranscript', { site, session })
}

export const erase = (site: string, session: string): Promise<void> => ask('eraseTranscript', { site, session })
