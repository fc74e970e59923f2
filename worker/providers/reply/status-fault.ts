import { isRecord } from '../../../protocol/record.ts'
import { Fault, FAULTS, type FaultName } from './faults.ts'

/** Nobody waits longer than this in a chat. */
export const RETRY_AFTER_SECONDS = 10

/**
 * What a provider's status means to us. The body is not read here, because it may quote the key or the question.
 *
 * @param retryAfter the header: seconds, or an HTTP date (RFC 9110 §10.2.3).
 */
export function statusFault(status: number, retryAfter: string | null, now = Date.now()): Fault {
  const seconds = readRetryAfter(retryAfter, now)
  const fault = status === 429 ? rateLimit(seconds, retryAfter) : byStatus(status)
  return new Fault(fault, {
    detail: `status ${status}`,
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  })
}

/**
 * An error that came with status 200, in a frame or as the whole reply. OpenRouter puts the actual status as a number into `code`
 * (https://openrouter.ai/docs/api-reference/errors); texts there are ignored.
 */
export function writtenFault(error: unknown, fallback: FaultName): Fault {
  const code = isRecord(error) ? Number(error['code']) : Number.NaN
  return Number.isInteger(code) && code >= 400 && code < 600 ? statusFault(code, null) : new Fault(fallback)
}

function rateLimit(seconds: number | undefined, retryAfter: string | null): FaultName {
  if (seconds === undefined) return 'status-429'
  if (seconds > RETRY_AFTER_SECONDS) return 'status-429-long'
  return isSeconds(retryAfter ?? '') ? 'status-429-seconds' : 'status-429-date'
}

function byStatus(status: number): FaultName {
  const known = STATUS_FAULTS.get(`status-${status}`)
  if (known) return known
  if (status >= 500) return 'status-500'
  if (status >= 400) return 'status-400'
  return status >= 300 ? 'redirect' : 'empty'
}

const STATUS_FAULTS: ReadonlyMap<string, FaultName> = new Map(
  Object.keys(FAULTS)
    .filter((name): name is FaultName & `status-${string}` => name.startsWith('status-'))
    .map((name) => [name, name]),
)

const isSeconds = (value: string): boolean => /^\d+$/.test(value.trim())

function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  if (isSeconds(value)) return Number(value)
  const date = value.trim().endsWith('GMT') ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}
