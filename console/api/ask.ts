/** The console's way to the Worker: `/v1/owner`, with the session's cookie and its CSRF header. */
import { CSRF_HEADER } from '../../protocol/agreed-names.ts'
import type { SettingProblem } from '../../protocol/schemas/setting-problem.ts'

/** What the Worker did not do, and why: a code of `protocol/failure.ts`, or that it could not be reached. */
export class Refusal extends Error {
  readonly code: string
  readonly param: string | null
  readonly problems: readonly SettingProblem[]
  /** Null where nothing is said about when to come again. */
  readonly retryAfterSeconds: number | null

  constructor(code: string, error: Partial<Omit<Refusal, 'code'>> = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.param = error.param ?? null
    this.problems = error.problems ?? []
    this.retryAfterSeconds = error.retryAfterSeconds ?? null
  }
}

export interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

/** Asks for `/v1/owner<path>`; `T` is what `protocol/api/owner.ts` promises of it. @throws Refusal */
export type Ask = <T>(path: string, question?: Question) => Promise<T>

/** @param csrf of the session; empty before there is one. @param signedOut is called when the Worker says that it has ended. */
export function asking(csrf: () => string, signedOut: () => void): Ask {
  return async function ask<T>(path: string, { method = 'GET', body, signal }: Question = {}): Promise<T> {
    const response = await fetch(`/v1/owner${path}`, {
      method,
      headers: {
        ...(csrf() && { [CSRF_HEADER]: csrf() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      throw signal?.aborted ? error : new Refusal('offline')
    })
    if (!response.ok) {
      const refusal = await refusalOf(response)
      if (refusal.code === 'owner_signed_out') signedOut()
      throw refusal
    }
    if (response.status === 204) return undefined as T
    const answer: unknown = await response.json().catch((error: unknown) => {
      throw signal?.aborted ? error : new Refusal('internal')
    })
    // Our own Worker's answer, in the shape that its schema says.
    return answer as T
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  const retryAfterSeconds = Number.isFinite(seconds) ? seconds : null
  const body: { error?: { code?: string; param?: string | null; problems?: SettingProblem[] } } = await response
    .json()
    .catch(() => ({}))
  const { code = 'internal', param = null, problems = [] } = body.error ?? {}
  return new Refusal(code, { param, problems, retryAfterSeconds })
}
