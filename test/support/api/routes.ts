/** Every address of the Worker's table, with a path that leads there: one that is added is tested by whatever walks this list. */
import { examplePath } from '../../../build/api/path-parts.ts'
import { API } from '../../../protocol/api.ts'
import type { Address } from '../../../protocol/api/address.ts'

export interface Route {
  method: Address['method']
  /** As the table has it: `/v1/turns/:id/stop`. */
  pattern: string
  house: 'public' | 'visitor' | 'owner' | 'program'
  /** A path that leads there. */
  path: string
  readsBody: boolean
}

/** What anybody may ask. What is neither here nor of a house below has no place in the tests, and fails them. */
const PUBLIC: ReadonlySet<string> = new Set(['/', '/healthz', '/v1/sites/:site', '/v1/sites/:site/sessions'])

export const ROUTES: readonly Route[] = Object.values<Address>(API).map(({ method, path, body }) => ({
  method,
  pattern: path,
  house: houseOf(path),
  path: examplePath(path),
  readsBody: body !== undefined,
}))

/** By its path, not by what the table says of its callers: an entry that is open by mistake has to fail a test. */
function houseOf(pattern: string): Route['house'] {
  if (PUBLIC.has(pattern)) return 'public'
  if (pattern.startsWith('/v1/owner/')) return 'owner'
  if (/^\/v1\/(session|turns)\b/.test(pattern)) return 'visitor'
  if (/^\/v1\/(chat\/completions|models)\b/.test(pattern)) return 'program'
  throw new Error(`nobody knows who may ask ${pattern}`)
}
