/**
 * A turn's events, over as many connections as it takes. This module and the parser are a tenth of the widget, and nobody
 * needs them before the first question, so they are fetched after the panel. Nothing here imports what the panel has too:
 * that would have to be a third module. It gets what it needs as parameters.
 */
import { patienceOf } from './retry-policy.ts'
import type { News } from './parse.ts'
import type { Refusal as KnownRefusal } from './refusal.ts'
import { readStream } from './read-stream.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000

export interface Way {
  /** Requests the stream from its beginning. Asking twice is the same as asking once. */
  first(signal: AbortSignal): Promise<Response>
  /** Requests the events after this one. */
  after(lastEventId: string, signal: AbortSignal): Promise<Response>
  /** The last event that is already known. */
  lastEventId?: string | null
}

export interface StreamDependencies {
  readNews(id: string, event: string, value: unknown): News | undefined
  Refusal: typeof KnownRefusal
}

/** Ends with the turn's last event; readers never notice a cut. Throws a `Refusal` when there is no point in trying again. */
export async function* follow(
  way: Way,
  { readNews, Refusal }: StreamDependencies,
  signal: AbortSignal,
): AsyncGenerator<News, void> {
  let lastEventId = way.lastEventId || ''
  const patience = patienceOf(Refusal)
  /** Failures in a row, with no event in between. */
  let tries = 0

  for (;;) {
    let problem: unknown
    try {
      const open = (cut: AbortSignal) => (lastEventId ? way.after(lastEventId, cut) : way.first(cut))
      for await (const { id, event, data } of readStream(open, signal)) {
        tries = 0
        lastEventId = id || lastEventId
        const news = readNews(id, event, data)
        if (!news) continue
        yield news
        if (news.event !== 'accepted' && news.event !== 'delta') return
      }
    } catch (error) {
      signal.throwIfAborted()
      problem = error
    }
    // Without a network, failures do not count.
    if (navigator.onLine) tries += 1
    const seconds = patience(problem, tries)
    const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.max(tries - 1, 0), LONGEST_WAIT_MS)
    await pause(Math.max(seconds * 1000, wait * (0.75 + Math.random() / 2)), signal)
  }
}

/** Waits, but only until the network is back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const listening = new AbortController()
    const end = (settle: () => void) => () => {
      clearTimeout(timer)
      listening.abort()
      settle()
    }
    const timer = setTimeout(end(resolve), milliseconds)
    addEventListener('online', end(resolve), listening)
    signal.addEventListener(
      'abort',
      end(() => reject(signal.reason)),
      listening,
    )
  })
}
