import type { Refusal as KnownRefusal } from './refusal.ts'

/** After this many failures in a row while the browser reports a network, the Worker is unreachable. */
const TRIES = 6
/** If the wait would be longer, the visitor gets a message instead. */
const LONGEST_SECONDS = 8

/**
 * The minimum number of seconds to wait before requesting again a stream that ended too soon. Any error that is not a
 * `Refusal` is a broken connection or damaged bytes. Throws a `Refusal` when there is no point in trying again.
 *
 * @param Refusal the panel's own class: this file is in another module.
 */
export const patienceOf =
  (Refusal: typeof KnownRefusal) =>
  (error: unknown, tries: number): number => {
    if (error instanceof Refusal && !mayPass(error)) throw error
    if (tries >= TRIES) throw error instanceof Refusal ? error : new Refusal('offline')
    return error instanceof Refusal ? error.retryAfterSeconds : 0
  }

/** The queue is moving, the object is being moved, or the history cannot be read for a moment. */
const PASSING: ReadonlySet<string> = new Set(['busy', 'session_unavailable', 'history_unavailable'])

/** No answer, a proxy's answer, or a queue that moves within seconds: not the Worker's last word. */
function mayPass({ code, status, retryAfterSeconds }: KnownRefusal): boolean {
  if (PASSING.has(code)) return retryAfterSeconds <= LONGEST_SECONDS
  return code === 'offline' || (code === 'unreadable' && status >= 502)
}
