import { Failure, type FailureCode } from '../../protocol/failure.ts'

const CODES: Readonly<Record<number, FailureCode>> = {
  401: 'upstream_key_refused',
  402: 'upstream_no_credit',
  403: 'upstream_key_refused',
  404: 'upstream_model_unknown',
  408: 'upstream_timeout',
  429: 'upstream_rate_limited',
  504: 'upstream_timeout',
}

/** What a provider's status means to us. Its body is never read: it may quote the key or the question. */
export function statusFailure({ status, headers }: Response): Failure {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return new Failure(CODES[status] ?? byHundreds(status), {
    detail: `status ${status}`,
    ...(seconds >= 0 && { retryAfterSeconds: seconds }),
  })
}

function byHundreds(status: number): FailureCode {
  if (status >= 500) return 'upstream_unavailable'
  if (status >= 400) return 'upstream_refused'
  return 'upstream_bad_reply'
}
