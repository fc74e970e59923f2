/** Collects the transcripts for a file: first the ids, then the messages, in portions that the Worker returns at once. */
import { EXPORT_SESSIONS } from '../../../protocol/sizes.ts'
import type { Ask } from '../../api/ask.ts'
import { headOf, linesOf, type Format } from './export-file.ts'
import type { Filter } from '../list/filter.ts'
import { readPage } from '../list/transcript-list.ts'

/** These, or everything that matches. */
export type Wanted = { sessions: readonly string[] } | { filter: Filter }

export interface Exporting {
  /** How many are in the file. */
  done: number
  /** How many will be in it; grows while more are being found. */
  of: number
  isFinding: boolean
}

export interface Exported {
  /** Joined in order they are the file. */
  parts: string[]
  sessions: number
  /** Those that were forgotten before their turn. */
  gone: number
  /** Those that exist and could not be read. */
  unreadable: number
}

export interface Export {
  site: string
  wanted: Wanted
  format: Format
  signal: AbortSignal
  tell: (now: Exporting) => void
}

/** @throws Refusal, and the reason of `signal`: then there is no file. */
export async function exportTranscripts(ask: Ask, { site, wanted, format, signal, tell }: Export): Promise<Exported> {
  const sessions = 'sessions' in wanted ? [...wanted.sessions] : await findAll(wanted.filter)
  const parts = [headOf(format)]
  let done = 0
  let unreadable = 0
  for (let at = 0; at < sessions.length; at += EXPORT_SESSIONS) {
    tell({ done: at, of: sessions.length, isFinding: false })
    const portion = await ask('exportTranscripts', {
      site,
      body: { sessions: sessions.slice(at, at + EXPORT_SESSIONS) },
      signal,
    })
    for (const transcript of portion.transcripts) parts.push(linesOf(format, transcript))
    done += portion.transcripts.length
    unreadable += portion.unreadable.length
  }
  tell({ done: sessions.length, of: sessions.length, isFinding: false })
  return { parts, sessions: done, gone: sessions.length - done - unreadable, unreadable }

  async function findAll(filter: Filter): Promise<string[]> {
    const names = new Set<string>()
    let after: string | null | undefined
    while (after !== null) {
      const page = await readPage(ask, site, filter, { signal, ...(after !== undefined && { after }) })
      for (const { session } of page.sessions) names.add(session)
      after = page.next
      tell({ done: 0, of: names.size, isFinding: true })
    }
    return [...names]
  }
}
