/** The console's requests to the Worker: `/v1/owner`, with the session's cookie and its CSRF header. */
import { CSRF_HEADER } from '../../protocol/agreed-names.ts'
import type { AnswerOf, Asked } from '../../protocol/api/address.ts'
import { OWNER } from '../../protocol/api/owner.ts'
import { pathOf } from '../../protocol/api/path-of.ts'
import type { SettingProblem } from '../../protocol/schemas/setting-problem.ts'

/** Why a request failed: a code of `protocol/failure.ts`, or that the Worker could not be reached. */
export class Refusal extends Error {
  readonly code: string
  readonly param: string | null
  readonly problems: readonly SettingProblem[]
  /** Null if the Worker does not say when to retry. */
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

interface Question {
  body?: unknown
  query?: Readonly<Record<string, string | number>>
  signal?: AbortSignal
}

/** Calls one of the owner's addresses by its name in the table. @throws Refusal */
export type Ask = <Name extends keyof typeof OWNER>(
  name: Name,
  asked: Asked<(typeof OWNER)[Name]> & { signal?: AbortSignal },
) => Promise<AnswerOf<(typeof OWNER)[Name]>>

/** @param csrf the session's; empty without a session. @param signedOut called when the Worker says that the session ended. */
export function asking(csrf: () => string, signedOut: () => void): Ask {
  return async (name, asked) => {
    const { method, path } = OWNER[name]
    const { body, query, signal }: Question = asked
    const response = await fetch(pathOf(path, asked) + searchOf(query), {
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
    const read = () =>
      response.json().catch((error: unknown) => {
        throw signal?.aborted ? error : new Refusal('internal')
      })
    // It comes from our own Worker, in the shape that the table promises.
    const answer = response.status === 204 ? undefined : await read()
    return answer
  }
}

/** `?after=…`; empty without parameters. */
export function searchOf(query: Readonly<Record<string, string | number>> = {}): string {
  const given = Object.entries(query).map(([name, value]) => [name, String(value)])
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
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
