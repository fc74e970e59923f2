/** Cloudflare Access in front of the console, with a stand-in for the team that signs. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUDIENCE, newKeys, startAccess, type AccessStandIn } from '../../support/stand-ins/access-stand-in.ts'
import { byCookie, send, signedIn, signIn } from '../../support/browser/owner-console.ts'
import { LOOK_AT_SESSION, type OwnerRoute } from '../../support/api/owner-routes.ts'
import { LONG_TEST } from '../../support/sampling/patient.ts'
import { OWNER_KEY, runWorker, type Running } from '../../support/running/running-worker.ts'

const SETUP: OwnerRoute = { method: 'GET', path: '/v1/owner/setup' }
const NAME = 'cf-access-jwt-assertion'

let access: AccessStandIn
let worker: Running
beforeAll(async () => {
  access = await startAccess()
  worker = await runWorker({ ACCESS_TEAM_DOMAIN: access.team, ACCESS_AUD: AUDIENCE })
})
afterAll(async () => {
  await worker?.stop()
  await access?.stop()
})

const bringing = (assertion: string) => ({ [NAME]: assertion })

async function expectRefused(response: Response) {
  expect([response.status, await response.json()]).toMatchObject([403, { error: { code: 'access_refused' } }])
  expect(response.headers.get('set-cookie')).toBeNull()
}

test('a user who has passed Access signs in without a key, and needs the assertion with every request', async () => {
  const genuine = bringing(access.assertion())
  const session = await signedIn(worker, {}, genuine)
  expect((await send(worker, SETUP, { ...byCookie(session), ...genuine })).status).toBe(200)
  expect((await send(worker, LOOK_AT_SESSION, { ...byCookie(session), ...genuine })).status).toBe(200)
  await expectRefused(await send(worker, SETUP, byCookie(session)))
  await expectRefused(await send(worker, LOOK_AT_SESSION, byCookie(session)))
})

test('the key alone does not sign in, and a wrong key is wrong behind Access too', async () => {
  await expectRefused(await signIn(worker, { key: OWNER_KEY }))
  const genuine = bringing(access.assertion())
  expect((await signIn(worker, { key: 'guess' }, genuine)).status).toBe(401)
  expect((await signIn(worker, { key: OWNER_KEY }, genuine)).status).toBe(201)
})

test('a page of another origin is refused even with an assertion', async () => {
  const response = await signIn(worker, {}, { ...bringing(access.assertion()), origin: 'https://page.example' })
  expect(await response.json()).toMatchObject({ error: { code: 'csrf_missing' } })
})

test('a program sends the owner key and does not need Access', async () => {
  expect((await send(worker, SETUP, { authorization: `Bearer ${OWNER_KEY}` })).status).toBe(200)
})

const now = () => Math.floor(Date.now() / 1000)

test.for<[string, () => string]>([
  ['no token', () => 'x'],
  ['nothing', () => ''],
  ['a signature cut off', () => access.assertion().replace(/[^.]+$/, '')],
  ['a signature with another key', () => access.assertion({ key: newKeys().privateKey })],
  [
    'other claims under a genuine signature',
    () => withClaims(access.assertion(), access.assertion({ claims: { exp: now() + 999 } })),
  ],
  ['no algorithm', () => access.assertion({ header: { alg: 'none' } }).replace(/[^.]+$/, '')],
  ['another algorithm', () => access.assertion({ header: { alg: 'HS256' } })],
  ['no key id', () => access.assertion({ header: { kid: undefined } })],
  ['another audience', () => access.assertion({ claims: { aud: ['f00d'] } })],
  ['no audience', () => access.assertion({ claims: { aud: undefined } })],
  ['an audience that only begins like ours', () => access.assertion({ claims: { aud: `${AUDIENCE}0` } })],
  ['another team', () => access.assertion({ claims: { iss: 'https://other.cloudflareaccess.com' } })],
  ['no issuer', () => access.assertion({ claims: { iss: undefined } })],
  ['a time that is over', () => access.assertion({ claims: { exp: now() - 1 } })],
  ['no end', () => access.assertion({ claims: { exp: undefined } })],
  ['an end that is a text', () => access.assertion({ claims: { exp: '9999999999' } })],
  ['a time to come', () => access.assertion({ claims: { nbf: now() + 60 } })],
  ['a fourth part', () => `${access.assertion()}.x`],
])('%s is refused', async ([, assertion]) => {
  await expectRefused(await signIn(worker, {}, bringing(assertion())))
})

test.for<[string, object]>([
  ['one audience as a text', { aud: AUDIENCE }],
  ['several audiences', { aud: ['f00d', AUDIENCE] }],
  ['no beginning', { nbf: undefined }],
  ['a clock that is a little ahead', { nbf: now() + 10 }],
])('%s is accepted', async ([, claims]) => {
  expect((await signIn(worker, {}, bringing(access.assertion({ claims })))).status).toBe(201)
})

test('the keys were fetched once for all of these, and an unknown key id within a minute fetches nothing', async () => {
  expect(access.fetches()).toBe(1)
  await expectRefused(await signIn(worker, {}, bringing(access.assertion({ header: { kid: 'made-up' } }))))
  expect(access.fetches()).toBe(1)
})

test('the log says what was wrong with an assertion, and never shows one', () => {
  const log = worker.log.join('\n')
  for (const reason of ['for another application', 'of another team', 'expired', 'not valid yet'])
    expect(log).toContain(reason)
  expect(log).toContain('ACCESS_TEAM_DOMAIN')
  // `{"alg":"` and `{"aud":`, as base64url has them: three letters of it could occur by chance in an id.
  expect(log).not.toMatch(/eyJhbGciO|eyJhdWQiO/)
})

test('half of the configuration, or a team whose keys cannot be fetched, lets nobody in', LONG_TEST, async () => {
  const broken = await startAccess()
  broken.answer(500)
  for (const bindings of [
    { ACCESS_TEAM_DOMAIN: access.team },
    { ACCESS_AUD: AUDIENCE },
    { ACCESS_TEAM_DOMAIN: broken.team, ACCESS_AUD: AUDIENCE },
    // A deployed Worker asks https only.
    { ACCESS_TEAM_DOMAIN: access.team, ACCESS_AUD: AUDIENCE, LOCAL_UPSTREAMS: '' },
  ]) {
    const other = await runWorker(bindings)
    try {
      await expectRefused(await signIn(other, {}, bringing(access.assertion())))
      await expectRefused(await signIn(other, { key: OWNER_KEY }, bringing(access.assertion())))
    } finally {
      await other.stop()
    }
  }
  await broken.stop()
})

function withClaims(genuine: string, other: string): string {
  const [head, , mac] = genuine.split('.')
  return [head, other.split('.')[1], mac].join('.')
}
