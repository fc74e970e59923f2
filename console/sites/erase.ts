/** Erases every conversation of a site, one after the other, as an owner could do by hand. */
import { Refusal, type Ask } from '../api/ask.ts'
import { NO_FILTER } from '../transcripts/list/filter.ts'
import { readPage } from '../transcripts/list/transcript-list.ts'

/** How many are erased at once: each is its own object, which has to wake. */
const AT_ONCE = 4

interface Erasing {
  site: string
  signal: AbortSignal
  /** How many are gone so far. */
  tell: (erased: number) => void
}

/**
 * Walks the list until there is nothing new in it: a conversation that continues meanwhile moves to the front.
 *
 * @returns how many were erased, without those that were forgotten before their turn.
 * @throws Refusal, and the reason of `signal`. What was erased until then stays erased; the next try continues.
 */
export async function eraseAll(ask: Ask, { site, signal, tell }: Erasing): Promise<number> {
  const tried = new Set<string>()
  let erased = 0
  for (let isNew = true; isNew;) {
    isNew = false
    let after: string | null | undefined
    while (after !== null) {
      const page = await readPage(ask, site, NO_FILTER, { signal, ...(after !== undefined && { after }) })
      const sessions = page.sessions.map(({ session }) => session).filter((session) => !tried.has(session))
      isNew ||= sessions.length > 0
      for (let at = 0; at < sessions.length; at += AT_ONCE) {
        const gone = await Promise.all(sessions.slice(at, at + AT_ONCE).map(erase))
        erased += gone.filter(Boolean).length
        tell(erased)
      }
      for (const session of sessions) tried.add(session)
      after = page.next
    }
  }
  return erased

  async function erase(session: string): Promise<boolean> {
    try {
      await ask('eraseTranscript', { site, session, signal })
      return true
    } catch (error) {
      // Its visitor was faster.
      if (error instanceof Refusal && error.code === 'unknown_session') return false
      throw error
    }
  }
}
