import type { FailureCode } from '../../protocol/failure.ts'

/** `offline` and `no_origin` are ours: the Worker could not be reached, or lets no page without an origin in. A code that is newer than this widget arrives as the string it is. */
export type RefusalCode = FailureCode | 'offline' | 'no_origin' | (string & {})

/** The one class of known errors: what the Worker answered instead of what was asked, or that it did not answer. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** 0 when nothing came back. */
  readonly status: number
  readonly retryAfterSeconds: number
  /** What the Worker's log calls the request. */
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

/** The Worker asks for something before it opens a session: a bot check, or a proof of who is there. */
const CHALLENGES: ReadonlySet<string> = new Set([
  'bot_check_required',
  'bot_check_failed',
  'bot_check_unavailable',
  'identity_required',
  'identity_invalid',
])
export const isChallenge = (code: RefusalCode): boolean => CHALLENGES.has(code)

export const codeOf = (error: unknown): RefusalCode => (error instanceof Refusal ? error.code : 'internal')
