import type { Visit } from './cors.ts'

/**
 * Names the response's request, and reports what the Worker did before the response's head was sent, in whole milliseconds (W3C
 * Server Timing): `guard` until the session's object was called, `session` until it answered; `worker` if no object was called.
 * The time for streaming is in the turn's log line.
 *
 * A Worker's clock stands still while it computes and advances only with I/O, so these are waits: for KV, objects, others.
 *
 * Source: https://developers.cloudflare.com/workers/runtime-apis/performance/
 */
export function withServerTiming(response: Response, { request, since, passed }: Visit): Response {
  const now = Date.now()
  response.headers.set('x-request-id', request)
  response.headers.set(
    'server-timing',
    passed === undefined ? `worker;dur=${now - since}` : `guard;dur=${passed - since}, session;dur=${now - passed}`,
  )
  return response
}
