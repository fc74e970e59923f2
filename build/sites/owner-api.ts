/** The owner's API, for programs with the owner's key. */
import type { Asked } from '../../protocol/api/address.ts'
import { OWNER } from '../../protocol/api/owner.ts'
import { pathOf } from '../../protocol/api/path-of.ts'
import { field } from '../../protocol/record.ts'

/** Calls an address by its name in the table. The Worker may be another release, so its answer has to be validated. */
export type Ask = <Name extends keyof typeof OWNER>(name: Name, asked: Asked<(typeof OWNER)[Name]>) => Promise<unknown>

/** The Worker refused, or could not be reached: one sentence. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string, sentence: string) {
    super(sentence)
    this.name = 'Refused'
    this.code = code
  }
}

/** @param url the Worker's origin. Requests throw `Refused`. */
export function ownerApi(url: string, key: string): Ask {
  return async (name, asked) => {
    const { method, path } = OWNER[name]
    const { body }: { body?: unknown } = asked
    const response = await fetch(url + pathOf(path, asked), {
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
