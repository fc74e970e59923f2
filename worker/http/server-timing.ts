import type { Visit } from './cors.ts'

/**
 * Names the response, and says what the Worker did before its head went out, in whole milliseconds (W3C Server Timing): `guard`
 * until the session's object was asked, `session` until it answered; `worker` where no object was. What streams afterwards is
 * in the turn's line of the log.
 *
 * A Worker's clock stands still while it computes and moves on with I/O, so these are waits: for KV, for objects, for others.
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
