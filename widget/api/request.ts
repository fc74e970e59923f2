import { readCode } from './parse.ts'
import { Refusal } from './refusal.ts'

/** Time limit for everything but streams. */
const PATIENCE_MS = 20_000

/** Returns a response that is `ok`, or throws a `Refusal`. If the caller aborts, the abort error passes through. */
export type Request = (path: string, init?: RequestInit) => Promise<Response>

export function requestTo(api: string): Request {
  /** No site can allow this origin. */
  const isNowhere = origin === 'null'
  let reached = false
  let warned = false

  return async (path, init = {}) => {
    const response = await fetch(api + path, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      credentials: 'omit',
      ...init,
    }).catch((error: unknown) => {
      if (init.signal?.aborted) throw error
      // A refused origin and a dead network look the same here: the browser does not tell them apart.
      if (!reached && !warned && navigator.onLine) {
        warned = true
        console.warn(
          isNowhere
            ? 'Inglenook: this page has no origin (a file, or a frame whose sandbox lacks allow-same-origin), so no chat.'
            : `Inglenook: no answer from ${api}. Is ${origin} an allowed origin?`,
        )
      }
      throw new Refusal(isNowhere && navigator.onLine ? 'no_origin' : 'offline')
    })
    reached = true
    if (response.ok) return response

    const body: unknown = await response.json().catch(() => undefined) // a proxy's page is not JSON: a refusal without a code
    const retryAfter = Number(response.headers.get('retry-after')) || 0
    throw new Refusal(readCode(body) || 'unreadable', response.status, retryAfter, response.headers.get('x-request-id'))
  }
}
