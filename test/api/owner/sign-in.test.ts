/** The owner's way in, over HTTP: who gets through, and who is refused at every address there is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CSRF_HEADER } from '../../../protocol/agreed-names.ts'
import type { Setup, SignInCode } from '../../../protocol/schemas/owner-session.ts'
import {
  byCookie,
  cookieOf,
  newAddress,
  send,
  signedIn,
  signIn,
  type SignedIn,
} from '../../support/browser/owner-console.ts'
import { LOOK_AT_SESSION, OWNER_ROUTES, SIGN_IN, type OwnerRoute } from '../../support/api/owner-routes.ts'
import { CANARY, OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'

const SETUP: OwnerRoute = { method: 'GET', path: '/v1/owner/setup' }
const SIGN_OUT: OwnerRoute = { method: 'DELETE', path: '/v1/owner/session' }
const EVERYWHERE: OwnerRoute = { method: 'DELETE', path: '/v1/owner/sessions' }
const MAKE_CODE: OwnerRoute = { method: 'POST', path: '/v1/owner/sign-in-codes', body: {} }
const PROGRAM = { authorization: `Bearer ${OWNER_KEY}` }
const LOCK_FAILURES = 5

let worker: Running
beforeAll(async () => {
  worker = await runWorker({})
})
afterAll(() => worker?.stop())

async function expectRefusal(response: Response, status: number, code: string) {
  expect([response.status, await response.json()]).toEqual([
    status,
    { error: { message: expect.any(String), type: expect.any(String), param: null, code } },
  ])
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(response.headers.get('set-cookie')).toBeNull()
}

describe('signing in', () => {
  test('with the key sets a cookie that only this host gets and that no script can read', async () => {
    const response = await signIn(worker, { key: OWNER_KEY })
    expect(response.status).toBe(201)
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-inglenook=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/),
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    const body = await response.json()
    expect(body).toEqual({ csrf: expect.stringMatching(/^[\w-]{43}$/), expiresAt: expect.any(String) })
    expect(JSON.stringify(body)).not.toContain(cookieOf(response).split('=')[1])
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(11.9)
    expect(hours).toBeLessThanOrEqual(12)
  })

  test('is remembered: a reloaded console finds its session', async () => {
    const session = await signedIn(worker)
    // A browser names no origin when a page gets something from its own.
    const response = await fetch(worker.url + LOOK_AT_SESSION.path, {
      headers: { cookie: `other=1; ${session.cookie}; more=2`, 'sec-fetch-site': 'same-origin' },
    })
    expect(await response.json()).toEqual({ csrf: session.csrf, expiresAt: session.expiresAt })
    expect((await send(worker, SETUP, byCookie(session))).status).toBe(200)
  })

  test.for<[string, unknown, number, string]>([
    ['a wrong key', { key: `${OWNER_KEY}x` }, 401, 'sign_in_refused'],
    ['an empty key', { key: '' }, 401, 'sign_in_refused'],
    ['a wrong code', { code: 'guess' }, 401, 'sign_in_refused'],
    ['neither', {}, 401, 'sign_in_refused'],
    ['a key that is not a text', { key: 5 }, 400, 'invalid_body'],
    ['no object', '"key"', 400, 'invalid_body'],
    ['no JSON', '{', 400, 'not_json'],
  ])('is refused with %s', async ([, body, status, code]) => {
    const response = await worker.call(SIGN_IN.path, {
      method: 'POST',
      body,
      headers: { origin: worker.url, 'cf-connecting-ip': newAddress() },
    })
    await expectRefusal(response, status, code)
  })

  test('is refused as a form', async () => {
    const response = await send(worker, SIGN_IN, { 'content-type': 'text/plain' })
    await expectRefusal(response, 415, 'not_json_type')
  })

  test('from a page of another origin is refused, even with the right key', async () => {
    await expectRefusal(await signIn(worker, { key: OWNER_KEY }, { origin: PAGE }), 403, 'csrf_missing')
    await expectRefusal(await signIn(worker, { key: OWNER_KEY }, { origin: 'null' }), 403, 'csrf_missing')
    for (const site of ['cross-site', 'same-site', 'none']) {
      const response = await signIn(worker, { key: OWNER_KEY }, { 'sec-fetch-site': site })
      await expectRefusal(response, 403, 'csrf_missing')
    }
    expect((await signIn(worker, { key: OWNER_KEY }, { 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  })

  test('with a code works once', async () => {
    const made = await send(worker, MAKE_CODE, PROGRAM)
    expect(made.status).toBe(201)
    const { code, expiresAt }: SignInCode = await made.json()
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(600_000)
    const session = await signedIn(worker, { code })
    expect((await send(worker, SETUP, byCookie(session))).status).toBe(200)
    await expectRefusal(await signIn(worker, { code }), 401, 'sign_in_refused')
  })
})

describe('too many failures', () => {
  const from = (address: string) => ({ 'cf-connecting-ip': address })

  test('are refused with 429 after five from an address; a right key, a right code and a session are not', async () => {
    const [here, before] = [from(newAddress()), await signedIn(worker)]
    for (let failure = 1; failure <= LOCK_FAILURES; failure++)
      await expectRefusal(await signIn(worker, { key: 'guess' }, here), 401, 'sign_in_refused')

    for (const locked of [
      await signIn(worker, { key: 'guess' }, here),
      await signIn(worker, { code: 'guess' }, here),
      await send(worker, SETUP, { authorization: 'Bearer guess', ...here }),
    ]) {
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(890)
      expect(Number(locked.headers.get('retry-after'))).toBeLessThanOrEqual(900)
      await expectRefusal(locked, 429, 'too_many_failures')
    }
    const { code }: SignInCode = await (await send(worker, MAKE_CODE, { ...byCookie(before), ...here })).json()
    expect((await signIn(worker, { code }, here)).status).toBe(201)
    expect((await signIn(worker, { key: OWNER_KEY }, here)).status).toBe(201)
    expect((await send(worker, SETUP, { ...PROGRAM, ...here })).status).toBe(200)
  })

  test('are counted for programs too, and requests without a key are not', async () => {
    const here = from(newAddress())
    for (let failure = 1; failure <= LOCK_FAILURES; failure++) {
      await expectRefusal(await signIn(worker, {}, here), 401, 'sign_in_refused')
      await expectRefusal(await send(worker, SETUP, here), 401, 'owner_signed_out')
    }
    const guess = { authorization: 'Bearer guess', ...here }
    for (let failure = 1; failure <= LOCK_FAILURES; failure++)
      await expectRefusal(await send(worker, SETUP, guess), 401, 'invalid_api_key')
    await expectRefusal(await send(worker, SETUP, guess), 429, 'too_many_failures')
  })
})

describe('signing out', () => {
  test('ends this session, clears the cookie, and leaves other sessions alone', async () => {
    const [one, other] = [await signedIn(worker), await signedIn(worker)]
    const response = await send(worker, SIGN_OUT, byCookie(one))
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()).toEqual([
      '__Host-inglenook=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0',
    ])
    await expectRefusal(await send(worker, LOOK_AT_SESSION, byCookie(one)), 401, 'owner_signed_out')
    expect((await send(worker, LOOK_AT_SESSION, byCookie(other))).status).toBe(200)
  })

  test('everywhere ends every session', async () => {
    const [one, other] = [await signedIn(worker), await signedIn(worker)]
    expect((await send(worker, EVERYWHERE, byCookie(one))).status).toBe(204)
    for (const session of [one, other])
      await expectRefusal(await send(worker, SETUP, byCookie(session)), 401, 'owner_signed_out')
  })
})

describe('the list of providers', () => {
  test('is sent without keys, to a console and to a program', async () => {
    for (const headers of [byCookie(await signedIn(worker)), PROGRAM]) {
      const response = await send(worker, SETUP, headers)
      const text = await response.text()
      expect(JSON.parse(text)).toEqual({
        providers: [{ name: 'default', model: expect.any(String), models: expect.arrayContaining(['gpt-4.1-mini']) }],
        pricesOf: '2026-10-03',
        isDemo: false,
        origin: worker.url,
      } satisfies Setup)
      expect(text).not.toContain(CANARY)
    }
  })

  test('is sent to a page on another host only if the browser says that the request is same-origin', async () => {
    const session = byCookie(await signedIn(worker))
    for (const site of ['cross-site', 'same-site'])
      await expectRefusal(await send(worker, SETUP, { ...session, 'sec-fetch-site': site }), 403, 'csrf_missing')
    for (const site of ['same-origin', 'none'])
      expect((await send(worker, SETUP, { ...session, 'sec-fetch-site': site })).status).toBe(200)
  })
})

test('one session’s CSRF token is not valid for another session', async () => {
  const [one, other] = [await signedIn(worker), await signedIn(worker)]
  await expectRefusal(await send(worker, SETUP, byCookie({ ...one, csrf: other.csrf })), 403, 'csrf_missing')
})

describe('every address', () => {
  let session: SignedIn
  let ended: SignedIn
  let token: string
  /** Its own Worker: many guesses are made here, and a hundred would lock everybody out. */
  let own: Running
  beforeAll(async () => {
    own = await runWorker({})
    session = await signedIn(own)
    ended = await signedIn(own)
    await send(own, SIGN_OUT, byCookie(ended))
    token = await own.open()
  })
  afterAll(() => own?.stop())

  type Stranger = [who: string, headers: () => Record<string, string>, status: number, code: string]
  /** Who brings no session, and pages that are not ours. */
  const STRANGERS: readonly Stranger[] = [
    ['nobody', () => ({}), 401, 'owner_signed_out'],
    [
      'a cookie nobody was given',
      () => byCookie({ ...session, cookie: '__Host-inglenook=AAAA' }),
      401,
      'owner_signed_out',
    ],
    ['a cookie after the sign-out', () => byCookie(ended), 401, 'owner_signed_out'],
    ['a page of another origin', () => ({ ...byCookie(session), origin: PAGE }), 403, 'csrf_missing'],
    ['a page of another site', () => ({ ...byCookie(session), 'sec-fetch-site': 'cross-site' }), 403, 'csrf_missing'],
  ]
  const HALF: readonly Stranger[] = [
    ['a cookie without the CSRF token', () => ({ cookie: session.cookie }), 403, 'csrf_missing'],
    ['a cookie with another', () => ({ cookie: session.cookie, [CSRF_HEADER]: 'x' }), 403, 'csrf_missing'],
  ]
  const WRONG_KEYS: readonly Stranger[] = [
    ['a visitor', () => ({ authorization: `Bearer ${token}` }), 401, 'invalid_api_key'],
    ['a wrong key', () => ({ authorization: `Bearer ${OWNER_KEY}x` }), 401, 'invalid_api_key'],
    [
      'a wrong key beside the cookie',
      () => ({ ...byCookie(session), authorization: 'Basic x' }),
      401,
      'invalid_api_key',
    ],
  ]

  async function expectRefusals(route: OwnerRoute, strangers: readonly Stranger[]) {
    for (const [who, headers, status, code] of strangers) {
      const response = await send(own, route, headers())
      expect([who, response.status]).toEqual([who, status])
      await expectRefusal(response, status, code)
    }
  }

  test.for(OWNER_ROUTES)('$method $path refuses everyone but the owner', (route) =>
    expectRefusals(route, [...STRANGERS, ...HALF, ...WRONG_KEYS]),
  )

  test('the session is shown only to the cookie: not to a stranger, and not to a key', async () => {
    await expectRefusals(LOOK_AT_SESSION, STRANGERS)
    await expectRefusal(await send(own, LOOK_AT_SESSION, PROGRAM), 401, 'owner_signed_out')
  })

  test('allows nothing to a preflight', async () => {
    for (const { path } of [...OWNER_ROUTES, SIGN_IN]) {
      const response = await own.call(path, {
        method: 'OPTIONS',
        headers: { 'access-control-request-method': 'PUT', 'access-control-request-headers': CSRF_HEADER },
      })
      expect(response.status).toBe(401)
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test('accepts the owner', async () => {
    const kept = OWNER_ROUTES.filter(({ method, path }) => method === 'GET' && path !== SETUP.path)
    for (const route of [SETUP, ...kept])
      for (const headers of [byCookie(session), PROGRAM])
        expect([401, 403, 429]).not.toContain((await send(own, route, headers)).status)
  })

  test('never logs or returns a key, a cookie, a code or a CSRF token', async () => {
    const id = session.cookie.split('=')[1] ?? ''
    const log = own.log.join('\n')
    expect(log).toContain('owner_signed_out')
    for (const secret of [OWNER_KEY, id, session.csrf, token]) expect(log).not.toContain(secret)
    expect(own.sent.join('\n')).not.toContain(OWNER_KEY)
  })
})

test('an owner who has set no key is told so, and an empty key does not sign in', async () => {
  const open = await runWorker({ OWNER_KEY: '' })
  try {
    await expectRefusal(await signIn(open, { key: '' }), 503, 'owner_key_not_set')
    await expectRefusal(await send(open, SETUP, { authorization: 'Bearer x' }), 503, 'owner_key_not_set')
  } finally {
    await open.stop()
  }
})
