/** A function as the Worker: for the models of the console, which call addresses by their names in the table. */
import { searchOf, type Ask } from '../../../console/api/ask.ts'
import { OWNER } from '../../../protocol/api/owner.ts'
import { pathOf } from '../../../protocol/api/path-of.ts'

export interface AskedByPath {
  /** Below `/v1/owner`: `/sites/demo/draft`. */
  path: string
  method: string
  body: unknown
}

/** Its answer goes through JSON, as from the Worker. */
export const askByPath =
  (answer: (asked: AskedByPath) => unknown): Ask =>
  async (name, asked) => {
    const { method, path } = OWNER[name]
    const { body, query }: { body?: unknown; query?: Record<string, string | number> } = asked
    const below = pathOf(path, asked).replace('/v1/owner', '') + searchOf(query)
    const answered = await answer({ path: below, method, body })
    return JSON.parse(JSON.stringify(answered ?? null))
  }
