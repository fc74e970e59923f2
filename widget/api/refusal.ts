import type { FailureCode } from '../../protocol/failure.ts'

/** `offline` (no connection to the Worker) and `no_origin` (it admits only pages with one) are ours. Unknown codes pass. */
export type RefusalCode = FailureCode | 'offline' | 'no_origin' | (string & {})

/** The one class of known errors: the Worker refused a request, or did not answer. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** 0 if there was no response. */
  readonly status: number
  readonly retryAfterSeconds: number
  /** The request's id in the Worker's log. */
  readonly reference: string | null

  constructor(code: RefusalCode, status = 0, retryAfterSeconds = 0, reference: string | null = null) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
    this.reference = reference
  }
}

/** The Worker wants a bot check or a proof of identity before it opens a session. */
const CHALLENGES: ReadonlySet<string> = new Set([
  'bot_check_required',
  'bot_check_failed',
  'bot_check_unavailable',
  'identity_required',
  'identity_invalid',
])
export const isChallenge = (code: RefusalCode): boolean => CHALLENGES.has(code)

export const codeOf = (error: unknown): RefusalCode => (error instanceof Refusal ? error.code : 'internal')
