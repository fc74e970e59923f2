import type { Refusal as KnownRefusal } from './refusal.ts'

/** So many tries in a row, while the browser says that there is a network: nobody is there. */
const TRIES = 6
/** A visitor is told rather than kept waiting for longer. */
const LONGEST_SECONDS = 8

/**
 * How many seconds to wait at least before a stream that ended too soon is asked for again. What is not a refusal is a
 * connection that broke, or bytes that were mangled on the way. Throws a `Refusal` when there is no point in asking.
 *
 * @param Refusal the panel's own class: this comes in another module.
 */
export const patienceOf =
  (Refusal: typeof KnownRefusal) =>
  (error: unknown, tries: number): number => {
    if (error instanceof Refusal && !mayPass(error)) throw error
    if (tries >= TRIES) throw error instanceof Refusal ? error : new Refusal('offline')
    return error instanceof Refusal ? error.retryAfterSeconds : 0
  }

/** A line that moves, an object that is being moved, a history that cannot be read for a moment. */
const PASSING: ReadonlySet<string> = new Set(['busy', 'session_unavailable', 'history_unavailable'])

/** No answer, a proxy's answer, or a line that moves within seconds: not the Worker's last word. */
function mayPass({ code, status, retryAfterSeconds }: KnownRefusal): boolean {
  if (PASSING.has(code)) return retryAfterSeconds <= LONGEST_SECONDS
  return code === 'offline' || (code === 'unreadable' && status >= 502)
}
