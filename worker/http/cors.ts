/** Cross-origin headers. They name an origin of the site's list (`worker/auth/origin.ts`), never just the request's claim. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type, last-event-id',
  'access-control-max-age': '7200',
}

/** What is known of a request while its guards run. */
export interface Visit {
  /** See `request-id.ts`. */
  request: string
  /** When it arrived, in milliseconds since 1970. */
  since: number
  /** When the guards were done and the session's object was called. */
  passed?: number
  /** `*` if no site is known yet: this names nobody, and no visitor route accepts cookies. */
  readableBy: string | null
}

export function withCors(response: Response, { readableBy }: Pick<Visit, 'readableBy'>): Response {
  response.headers.append('vary', 'Origin')
  if (readableBy !== null) {
    response.headers.set('access-control-allow-origin', readableBy)
    response.headers.set('access-control-expose-headers', 'retry-after, x-request-id')
    // W3C Resource Timing §4.5: without this the page does not see `server-timing`.
    response.headers.set('timing-allow-origin', readableBy)
  }
  return response
}

export const preflight = ({ readableBy }: Pick<Visit, 'readableBy'>): Response =>
  new Response(null, { status: 204, headers: readableBy === null ? {} : PREFLIGHT })
