/** Every address in the Worker's table, with an example path: tests that walk this list include new addresses automatically. */
import { examplePath } from '../../../build/api/path-parts.ts'
import { API } from '../../../protocol/api.ts'
import type { Address } from '../../../protocol/api/address.ts'
import { bodyBytesOf } from '../../../protocol/api/body-bytes-of.ts'

export interface Route {
  method: Address['method']
  /** As in the table: `/v1/turns/:id/stop`. */
  pattern: string
  house: 'public' | 'visitor' | 'owner' | 'program'
  /** An example path for it. */
  path: string
  readsBody: boolean
  /** The largest body that it reads. */
  bodyBytes: number
}

/** Public addresses. An address that is neither here nor in a group below fails the tests. */
const PUBLIC: ReadonlySet<string> = new Set(['/', '/healthz', '/v1/sites/:site', '/v1/sites/:site/sessions'])

export const ROUTES: readonly Route[] = Object.values<Address>(API).map((address) => ({
  method: address.method,
  pattern: address.path,
  house: houseOf(address.path),
  path: examplePath(address.path),
  readsBody: address.body !== undefined,
  bodyBytes: bodyBytesOf(address),
}))

/** By its path, not by its callers in the table: an entry that is public by mistake has to fail a test. */
function houseOf(pattern: string): Route['house'] {
  if (PUBLIC.has(pattern)) return 'public'
  if (pattern.startsWith('/v1/owner/')) return 'owner'
  if (/^\/v1\/(session|turns)\b/.test(pattern)) return 'visitor'
  if (/^\/v1\/(chat\/completions|models)\b/.test(pattern)) return 'program'
  throw new Error(`nobody knows who may ask ${pattern}`)
}
