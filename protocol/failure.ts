import { PROVIDER_FAILURES } from './failures/provider-failures.ts'
import { REQUEST_FAILURES } from './failures/request-failures.ts'
import { WORKER_FAILURES } from './failures/worker-failures.ts'
import type { SettingProblem } from './schemas/setting-problem.ts'

/**
 * Every failure a caller can get. The body on the wire is OpenAI's: `{error: {message, type, param, code}}`, so that programs
 * written for the Chat Completions API can read it.
 *
 * `message` is for engineers who read the response; the widget shows a sentence for a group of codes
 * (`widget/words/turn-trouble.ts`). `owner` (if the owner can fix the problem) goes to the log, never to a visitor.
 */
export const FAILURES = { ...REQUEST_FAILURES, ...WORKER_FAILURES, ...PROVIDER_FAILURES }

export type FailureCode = keyof typeof FAILURES
const isCode = (name: string): name is FailureCode => Object.hasOwn(FAILURES, name)
export const FAILURE_CODES = Object.keys(FAILURES).filter(isCode)

interface FailureOptions {
  problems?: readonly SettingProblem[]
  /** The wrong field, as a path: `text`, `theme.accent`. */
  param?: string
  /** For the log only: a status, a limit, a name. Never text that someone wrote, never a key. */
  detail?: string
  retryAfterSeconds?: number
}

/** The one class of known errors. Its text is chosen where it is shown, by `code`. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly param: string | null
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly problems: readonly SettingProblem[] | undefined

  constructor(code: FailureCode, { param, detail, retryAfterSeconds, problems }: FailureOptions = {}) {
    super(code)
    this.name = 'Failure'
    this.code = code
    this.param = param ?? null
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
    this.problems = problems
  }

  get status(): number {
    return FAILURES[this.code].status
  }
}

/** The `error` of a response or a `failed` event. */
export function failureBody(code: FailureCode, param: string | null = null) {
  const { message, type } = FAILURES[code]
  return { message, type, param, code }
}
