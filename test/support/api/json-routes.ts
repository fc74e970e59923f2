/** Every address that reads a JSON body, with a body that it takes: for the tests of what else may come. */
import { byCookie, signedIn } from '../browser/owner-console.ts'
import { OWNER_ROUTES, SIGN_IN } from './owner-routes.ts'
import { OWNER_KEY, type Running } from '../running/running-worker.ts'

export interface JsonRoute {
  method: string
  /** With `:site` and `:id` as the router has them. */
  pattern: string
  path: string
  headers: Record<string, string>
  /** What JSON that is well-formed may be told beside 400: that nothing was said, say, is a wrong key and no wrong body. */
  otherwise?: readonly number[]
  /** The body may be left out. */
  isOptional?: true
}

/** What has a method that may carry a body, and reads none. */
export const UNREAD: readonly string[] = [
  'DELETE /v1/session',
  'POST /v1/turns/:id/stop',
  'DELETE /v1/owner/session',
  'DELETE /v1/owner/sessions',
  'POST /v1/owner/sign-in-codes',
  'DELETE /v1/owner/sites/:site/transcripts/:session',
]

/** Opens a session, asks one question in it and signs in as the owner: what these routes need to read a body at all. */
export async function jsonRoutes(worker: Running): Promise<JsonRoute[]> {
  const [token, owner, id] = [await worker.open(), await signedIn(worker), crypto.randomUUID()]
  await worker.ask(token, 'where?', id)
  const visitor = { authorization: `Bearer ${token}` }
  const console = { origin: worker.url, ...byCookie(owner) }
  const turn = { pattern: '/v1/turns/:id', path: `/v1/turns/${id}` }
  const fromOwner = [SIGN_IN, ...OWNER_ROUTES]
    .filter(({ body }) => body !== undefined)
    .map(({ method, path }) => ({ method, path, pattern: path.replace('/sites/demo', '/sites/:site') }))
    .filter(({ method, pattern }) => !UNREAD.includes(`${method} ${pattern}`))
  return [
    { method: 'POST', pattern: '/v1/sites/:site/sessions', path: '/v1/sites/demo/sessions', headers: {} },
    { method: 'POST', pattern: '/v1/turns', path: '/v1/turns', headers: visitor },
    {
      method: 'POST',
      pattern: `${turn.pattern}/retry`,
      path: `${turn.path}/retry`,
      headers: visitor,
      otherwise: [409],
      isOptional: true,
    },
    {
      method: 'PUT',
      pattern: `${turn.pattern}/feedback`,
      path: `${turn.path}/feedback`,
      headers: visitor,
    },
    {
      method: 'POST',
      pattern: '/v1/chat/completions',
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${OWNER_KEY}` },
    },
    ...fromOwner.map((route) => ({
      ...route,
      headers: console,
      ...(route.path === SIGN_IN.path && { otherwise: [401] }),
    })),
  ]
}
