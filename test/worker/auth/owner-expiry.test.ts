/** A cookie whose session has ended, at every address of the owner's. */
import { env, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { CSRF_HEADER } from '../../../protocol/agreed-names.ts'
import { SESSION_MILLISECONDS, UNUSED_MILLISECONDS } from '../../../worker/auth/owner-auth-object.ts'
import { LOOK_AT_SESSION, OWNER_ROUTES, type OwnerRoute } from '../../support/api/owner-routes.ts'

const ORIGIN = 'https://chat.example'

const send = ({ method, path, body }: OwnerRoute, headers: Record<string, string>): Promise<Response> =>
  exports.default.fetch(
    new Request(ORIGIN + path, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )

async function signIn(): Promise<Record<string, string>> {
  const response = await send({ method: 'POST', path: '/v1/owner/session', body: { key: env.OWNER_KEY } }, {})
  const { csrf } = await response.json<{ csrf: string }>()
  return { cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '', [CSRF_HEADER]: csrf }
}

const inGate = (change: (sql: SqlStorage) => unknown) =>
  runInDurableObject(env.GATES.getByName('owner'), async (_gate, { storage }) => void change(storage.sql))

let unused: Record<string, string>
let old: Record<string, string>
beforeAll(async () => {
  unused = await signIn()
  await inGate((sql) => sql.exec('UPDATE sessions SET used = used - ?', UNUSED_MILLISECONDS))
  const before = Date.now()
  old = await signIn()
  await inGate((sql) => sql.exec('UPDATE sessions SET ends = ends - ? WHERE used >= ?', SESSION_MILLISECONDS, before))
})

test.for([LOOK_AT_SESSION, ...OWNER_ROUTES])('$method $path refuses it', async (route) => {
  for (const headers of [unused, old]) {
    const response = await send(route, headers)
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'owner_signed_out' } }])
  }
})

test('before its end it is accepted', async () => {
  const response = await send({ method: 'GET', path: '/v1/owner/setup' }, await signIn())
  expect(response.status).toBe(200)
})
