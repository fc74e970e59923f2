/**
 * Twelve credentials that are none, at every route there is: refused with the right code, before the body is looked at, and
 * nothing is told or changed. The routes are those of the table (`protocol/api.ts`).
 */
import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newAddress } from '../../support/browser/owner-console.ts'
import { SESSION_KEYS } from '../../support/running/canaries.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'
import { ROUTES, type Route } from '../../support/api/routes.ts'
import { readToken, signToken } from '../../support/running/session-token.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const SECRET = SESSION_KEYS.slice(SESSION_KEYS.indexOf(':') + 1)
const SECOND = 'https://second.example'
const SAID = 'canary-said-8d1f'
const SENT = 'canary-sent-77aa'
const TURN = '6c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11'

let upstream: TellingUpstream
/** A Gate that has counted a hundred wrong keys looks at no more: each takes its part of the table. */
const workers: Running[] = []
let worker: Running
let token: string
let forgotten: string

async function freshWorker(): Promise<Running> {
  const fresh = await runWorker({ OPENAI_BASE_URL: upstream.url, DEMO_ORIGINS: `${PAGE} ${SECOND}` })
  workers.push(fresh)
  return fresh
}

beforeAll(async () => {
  upstream = await startTellingUpstream(() => ({ text: `${SAID} is what you said.` }))
  worker = await freshWorker()
  const made = await worker.call('/v1/owner/sites', {
    method: 'POST',
    body: { site: 'other', settings: { allowedOrigins: ['https://other.example'] } },
    headers: { authorization: `Bearer ${OWNER_KEY}`, origin: worker.url },
  })
  expect(made.status).toBe(201)
  token = await worker.open()
  await worker.ask(token, SAID, TURN)
  forgotten = await worker.open()
  await worker.ask(forgotten, 'forget this')
  expect((await worker.call('/v1/session', { method: 'DELETE', token: forgotten })).status).toBe(204)
})

afterAll(async () => {
  for (const each of workers) await each.stop()
  await upstream?.stop()
})

interface Bad {
  name: string
  headers: () => Record<string, string> | Promise<Record<string, string>>
  /** At a visitor's route. */
  visitor: [status: number, code: string]
}

const bearing = (text: string) => ({ authorization: `Bearer ${text}` })
const signed = async (over: object, secret = SECRET) =>
  bearing(await signToken({ ...readToken(token), ...over }, secret))
/** The payload changed, its signature left as it was. */
const swapped = async (over: object) => {
  const [payload = ''] = (await signToken({ ...readToken(token), ...over }, SECRET)).split('.')
  return bearing(`${payload}.${token.split('.')[1]}`)
}

const BAD: readonly Bad[] = [
  { name: 'none', headers: () => ({}), visitor: [401, 'token_missing'] },
  { name: 'expired', headers: () => signed({ expiresAt: Date.now() - 1 }), visitor: [401, 'token_expired'] },
  { name: 'of another site', headers: () => signed({ site: 'other' }), visitor: [403, 'origin_not_allowed'] },
  {
    name: 'of another session, with this one’s signature',
    headers: () => swapped({ session: 'A'.repeat(22) }),
    visitor: [401, 'token_invalid'],
  },
  {
    name: 'of another origin of the site',
    headers: () => ({ ...bearing(token), origin: SECOND }),
    visitor: [401, 'token_invalid'],
  },
  {
    name: 'with a bad signature',
    headers: () => signed({}, Buffer.alloc(32, 8).toString('base64url')),
    visitor: [401, 'token_invalid'],
  },
  { name: 'truncated', headers: () => bearing(token.slice(0, -4)), visitor: [401, 'token_invalid'] },
  { name: 'unsigned', headers: () => bearing(`${token.split('.')[0]}.`), visitor: [401, 'token_invalid'] },
  { name: 'the owner’s, or nearly', headers: () => bearing(`${OWNER_KEY}x`), visitor: [401, 'token_invalid'] },
  { name: 'a visitor’s in the owner’s cookie', headers: () => cookie(token), visitor: [401, 'token_missing'] },
  { name: 'used after “forget me”', headers: () => bearing(forgotten), visitor: [401, 'session_forgotten'] },
  { name: 'of a key that nobody has', headers: () => signed({ keyId: 'gone' }), visitor: [401, 'token_invalid'] },
]
const cookie = (text: string) => ({ cookie: `__Host-inglenook=${text.replace(/\W/g, '-')}; token=${text}` })

/** What every route reads something of, and none may tell. */
const BODY = { id: TURN, text: SENT, attempt: 2, rating: 'up', comment: SENT, key: SENT, code: SENT, site: SENT }

async function expectRefusal(to: Running, { method, path }: Route, bad: Bad, [status, code]: Bad['visitor']) {
  const headers = await bad.headers()
  const response = await to.call(path, {
    method,
    ...(method !== 'GET' && { body: { ...BODY, page: SENT, model: SENT, settings: { name: SENT } } }),
    headers: { 'cf-connecting-ip': newAddress(), ...headers },
  })
  const text = await response.text()
  const error = { message: expect.any(String), type: expect.any(String), param: null, code }
  expect([response.status, JSON.parse(text)]).toEqual([status, { error }])
  for (const canary of [SAID, SENT, OWNER_KEY, token]) expect(text).not.toContain(canary)
  expect(response.headers.getSetCookie()).toEqual([])
}

const of = (house: Route['house']) => ROUTES.filter((route) => route.house === house)

test('the router has exactly the routes that are tested here', () => {
  const sources = globSync('worker/**/*.ts').filter((file) => /\bRouter[<(]/.test(readFileSync(file, 'utf8')))
  expect(sources).toEqual(['worker/router.ts'])
  // It adds those of the table, answers preflights, and refuses: it has no path of its own.
  const written = readFileSync('worker/router.ts', 'utf8').matchAll(
    /\.(get|post|put|delete|patch|head|all)\(\s*'([^']+)'/g,
  )
  expect([...written].map(([, method, path]) => `${method} ${path}`)).toEqual(['all /v1/owner/*', 'all *'])
  const count = (house: Route['house']) => of(house).length
  // A new one of a house is walked without a word here; how many there are only shows that they were read at all.
  expect(count('visitor')).toBeGreaterThanOrEqual(7)
  expect(count('owner')).toBeGreaterThanOrEqual(23)
  expect(count('program')).toBeGreaterThanOrEqual(3)
  expect(BAD).toHaveLength(12)
})

describe('at every visitor’s route', () => {
  test.for(BAD)('$name', async (bad) => {
    for (const route of of('visitor')) await expectRefusal(worker, route, bad, bad.visitor)
  })

  test('the owner’s key does not work as a visitor’s token', async () => {
    const owners: Bad = { name: '', headers: () => bearing(OWNER_KEY), visitor: [401, 'token_invalid'] }
    for (const route of of('visitor')) await expectRefusal(worker, route, owners, owners.visitor)
  })

  test('a genuine token of another session does not reach this session’s turns', async () => {
    const stranger = await worker.open()
    for (const { method, pattern, path } of of('visitor').filter(({ pattern }) => pattern.includes(':id'))) {
      const body = { attempt: pattern.endsWith('feedback') ? null : 2, rating: 'up', text: 'x' }
      const response = await worker.call(path, { method, token: stranger, ...(method !== 'GET' && { body }) })
      expect([pattern, response.status, await response.json()]).toEqual([
        pattern,
        404,
        { error: expect.objectContaining({ code: 'unknown_turn' }) },
      ])
    }
    // The same id is another turn in another session.
    const events = await worker.ask(stranger, 'mine', TURN)
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { turn: { seq: 1, attempt: 1 } } })
    const response = await worker.call('/v1/session', { method: 'DELETE', token: stranger })
    expect(response.status).toBe(204)
  })
})

describe('at every route of the owner and of programs', () => {
  /** The console’s two, which ask for no session yet. */
  const isDoor = ({ pattern, method }: Route) => pattern === '/v1/owner/session' && method !== 'DELETE'
  const groups = Array.from({ length: 4 }, (_, group) => BAD.slice(group * 3, group * 3 + 3))

  test.for(groups)('$0.name, $1.name, $2.name', async (group) => {
    const fresh = await freshWorker()
    for (const bad of group)
      for (const route of of('owner')) {
        if (isDoor(route)) continue
        const brought = Object.keys(await bad.headers())
        const isConsole = !brought.includes('authorization')
        // A page of another origin does not even learn that its cookie is none.
        const code = !isConsole ? 'invalid_api_key' : brought.includes('cookie') ? 'csrf_missing' : 'owner_signed_out'
        await expectRefusal(fresh, route, bad, [code === 'csrf_missing' ? 403 : 401, code])
      }
  })

  test('all routes for programs are included', async () => {
    const fresh = await freshWorker()
    for (const bad of BAD)
      for (const route of of('program')) await expectRefusal(fresh, route, bad, [401, 'invalid_api_key'])
  })

  test('none of them signs in or shows a session', async () => {
    const fresh = await freshWorker()
    for (const [n, bad] of BAD.entries())
      for (const route of of('owner').filter(isDoor)) {
        const headers = { origin: fresh.url, 'cf-connecting-ip': `203.0.113.${n}`, ...(await bad.headers()) }
        const isLook = route.method === 'GET'
        const response = await fresh.call(route.path, {
          method: route.method,
          headers,
          ...(!isLook && { body: { key: token } }),
        })
        const atSignIn = headers.origin === fresh.url ? [401, 'sign_in_refused'] : [403, 'csrf_missing']
        const { error } = JSON.parse(await response.text())
        expect([response.status, error.code]).toEqual(isLook ? [401, 'owner_signed_out'] : atSignIn)
        expect(response.headers.getSetCookie()).toEqual([])
      }
  })
})

test('afterwards the visitor’s turn is unchanged, no provider was asked, and the log has none of the credentials', async () => {
  const before = upstream.asked.length
  const response = await worker.call('/v1/session', { token })
  expect(await response.json()).toMatchObject({ turns: [{ id: TURN, question: SAID, attempt: 1, feedback: null }] })
  expect(upstream.asked.length).toBe(before)
  // The visitor’s, the one that was forgotten, and the stranger’s own.
  expect(before).toBe(3)
  const log = workers.flatMap((each) => each.log).join('\n')
  expect(log).toContain('token_invalid')
  for (const canary of [SAID, SENT, OWNER_KEY, token, forgotten, token.split('.')[1] ?? '']) {
    expect(log).not.toContain(canary)
  }
})
