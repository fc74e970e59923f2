/** The owner's API, for programs with the owner's key. */
import { field } from '../../protocol/record.ts'

export type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>

/** What the Worker refused, or that it was not reached: one sentence. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string, sentence: string) {
    super(sentence)
    this.name = 'Refused'
    this.code = code
  }
}

/** @param url the Worker's origin. Asking throws `Refused`. */
export function ownerApi(url: string, key: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${url}/v1/owner${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new Refused('offline', `${url} cannot be reached (${reasonOf(error)})`)
    })
    if (response.status === 204) return null
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok && answer !== null) return answer
    const error = field(answer, 'error')
    const code = String(field(error, 'code') ?? 'internal')
    throw new Refused(code, String(field(error, 'message') ?? `${url} answers ${response.status}: is this Inglenook?`))
  }
}

const reasonOf = (error: unknown): string =>
  String((error instanceof Error && field(error.cause, 'code')) || 'no connection')
