/** Every address of the owner, with the examples of the API's description: the names in them may exist or not. */
import { owner } from '../../../build/api/owner.ts'
import { examplePath } from '../../../build/api/path-parts.ts'

export interface OwnerRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: object
}

/** The two that a console requests before it has its CSRF token. */
export const SIGN_IN: OwnerRoute = { method: 'POST', path: '/v1/owner/session', body: { key: 'a guess' } }
export const LOOK_AT_SESSION: OwnerRoute = { method: 'GET', path: '/v1/owner/session' }
const isDoor = ({ method, path }: OwnerRoute) => path === '/v1/owner/session' && method !== 'DELETE'

/** All the others. */
export const OWNER_ROUTES: readonly OwnerRoute[] = [
  ...Object.entries(owner.addresses).map(([name, { method, path }]): OwnerRoute => {
    const { example, queryExample = {} } = owner.words[name] ?? {}
    const query = new URLSearchParams(Object.entries(queryExample).map(([field, value]) => [field, String(value)]))
    return { method, path: examplePath(path) + (query.size > 0 ? `?${query}` : ''), ...(example && { body: example }) }
  }),
  // Nobody learns which addresses exist.
  { method: 'GET' as const, path: '/v1/owner/nothing' },
].filter((route) => !isDoor(route))
