/** Every route of the Worker, read off the sources: one that is added is tested by whoever walks this list. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface Route {
  method: string
  /** As the router has it: `/v1/turns/:id/stop`. */
  pattern: string
  house: 'public' | 'visitor' | 'owner' | 'program'
  /** A path that leads there. */
  path: string
}

/** The only files with a `Router` in them. */
export const ROUTERS = [
  { file: 'worker/router.ts', base: '' },
  { file: 'worker/owner/owner-routes.ts', base: '/v1/owner' },
] as const
const CALL = /^\s*\.(get|post|put|delete|options|patch|head|all)\(\s*'([^']+)'/gm
/** What takes everything that is left, or passes it on to the other router. */
const REST: ReadonlySet<string> = new Set(['*', '/v1/owner/*', '/v1/owner*'])
/** What anybody may ask. What is neither here nor of a house below has no place in the tests, and fails them. */
const PUBLIC: ReadonlySet<string> = new Set(['/', '/healthz', '/v1/sites/:site', '/v1/sites/:site/sessions'])

export const ROUTES: readonly Route[] = ROUTERS.flatMap(({ file, base }) => {
  const source = readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8')
  const written = source.match(/^\s*\.(get|post|put|delete|options|patch|head|all)\(/gm) ?? []
  if (written.length !== [...source.matchAll(CALL)].length) throw new Error(`${file} has a route that cannot be read`)
  return [...source.matchAll(CALL)].flatMap(([, method = '', address = '']) => {
    const pattern = base + address
    if (method === 'options' || REST.has(pattern)) return []
    return [{ method: method.toUpperCase(), pattern, house: houseOf(pattern), path: exampleOf(pattern) }]
  })
})

function houseOf(pattern: string): Route['house'] {
  if (PUBLIC.has(pattern)) return 'public'
  if (pattern.startsWith('/v1/owner/')) return 'owner'
  if (/^\/v1\/(session|turns)\b/.test(pattern)) return 'visitor'
  if (/^\/v1\/(chat\/completions|models)\b/.test(pattern)) return 'program'
  throw new Error(`nobody knows who may ask ${pattern}`)
}

function exampleOf(pattern: string): string {
  return pattern
    .replace(':site', 'demo')
    .replace(':session', 'some-session')
    .replace(':id+', 'site:demo')
    .replace(':id', '6c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11')
}
