/** The bot check before a session: one verdict a session, every no is a no, and so is everything that is no verdict. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { LONG_TEST } from '../../support/sampling/patient.ts'
import { CANARY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'
import {
  SECRET,
  says,
  SITE_KEY,
  startTurnstile,
  type TurnstileStandIn,
} from '../../support/stand-ins/turnstile-stand-in.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const CHECKED = { botCheck: 'turnstile', turnstileSiteKey: SITE_KEY }
const SECRETS = `0x4AAAAAAAother:0x4other ${SITE_KEY}:${SECRET}`

let upstream: FaultUpstream
let turnstile: TurnstileStandIn
let worker: Running

beforeAll(async () => {
  upstream = await startFaultUpstream(faultScripts)
  turnstile = await startTurnstile(new URL(PAGE).hostname)
  worker = await runWorker(bindings(), { sites: { demo: CHECKED } })
})
afterAll(async () => {
  await worker?.stop()
  await turnstile?.stop()
  await upstream?.stop()
})
afterEach(() => {
  turnstile.asked.length = 0
})

const bindings = (over: Record<string, string> = {}) => ({
  OPENAI_BASE_URL: `${upstream.url}/whole/v1`,
  TURNSTILE_SECRETS: SECRETS,
  TURNSTILE_SITEVERIFY: turnstile.siteverify,
  ...over,
})

const openWith = (body: unknown, to = worker, headers: Record<string, string> = {}) =>
  to.call('/v1/sites/demo/sessions', { method: 'POST', body, headers })

async function expectRefused(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }])
  // The page can read why.
  expect(response.headers.get('access-control-allow-origin')).toBe(PAGE)
}

/** Asked for when the token is made: what is made with the table is older by the time its row is tried. */
const solved = (secondsAgo: number) => () => ({ challenge_ts: new Date(Date.now() - secondsAgo * 1000).toISOString() })

test('without a token Cloudflare is not asked, and the visitor’s view has what the page needs to get one', async () => {
  for (const body of [{}, { botCheck: '' }, { botCheck: null }, []])
    await expectRefused(await openWith(body), 403, 'bot_check_required')
  expect(turnstile.asked).toEqual([])
  const view: unknown = await (await worker.call('/v1/sites/demo')).json()
  expect(view).toMatchObject({ botCheck: 'turnstile', turnstileSiteKey: SITE_KEY })
  expect(JSON.stringify(view)).not.toContain(SECRET)
})

test('a visitor who has passed gets a session, and its turns need no other check', async () => {
  const token = turnstile.token()
  const response = await openWith({ botCheck: token }, worker, { 'cf-connecting-ip': '203.0.113.7' })
  expect(response.status).toBe(201)
  const session = await response.json()
  if (!hasToken(session)) throw new Error('no session')
  for (const text of ['one', 'two', 'three'])
    expect((await worker.ask(session.token, text)).at(-1)).toMatchObject({ event: 'done' })
  expect((await worker.call('/v1/session', { token: session.token })).status).toBe(200)

  expect(turnstile.asked).toEqual([
    {
      secret: SECRET,
      response: token,
      remoteip: '203.0.113.7',
      idempotency_key: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ])
})

test('a token opens one session', async () => {
  const botCheck = turnstile.token()
  expect((await openWith({ botCheck })).status).toBe(201)
  await expectRefused(await openWith({ botCheck }), 403, 'bot_check_failed')
  const [first, second] = turnstile.asked
  expect(first?.['idempotency_key']).not.toBe(second?.['idempotency_key'])
})

describe('a token that Cloudflare accepts is refused', () => {
  test.for<[string, object | (() => object)]>([
    ['solved on another host', { hostname: 'evil.example' }],
    ['solved on a host that ends like ours', { hostname: 'not-localhost' }],
    ['solved on ours with a port', { hostname: new URL(PAGE).host }],
    ['without a host', { hostname: undefined }],
    ['with a list of hosts', { hostname: [new URL(PAGE).hostname] }],
    ['solved for another action', { action: 'login' }],
    ['solved for an action that begins like ours', { action: 'inglenook-session-2' }],
    ['solved for no action', { action: '' }],
    ['without an action', { action: undefined }],
    ['solved six minutes ago', solved(360)],
    ['solved in two minutes', solved(-120)],
    ['without a time', { challenge_ts: undefined }],
    ['with an invalid time', { challenge_ts: 'yesterday' }],
    ['with a success that is a text', { success: 'true' }],
    ['with a success that is one', { success: 1 }],
    [
      'as Cloudflare’s dummy keys make them',
      { hostname: 'example.com', action: '', metadata: { result_with_testing_key: true } },
    ],
  ])('%s', async ([, change]) => {
    const response = await openWith({ botCheck: turnstile.token(typeof change === 'function' ? change() : change) })
    // What is no verdict is an outage; both are closed.
    const isVerdict = !('success' in change)
    await expectRefused(response, isVerdict ? 403 : 503, isVerdict ? 'bot_check_failed' : 'bot_check_unavailable')
  })

  test.for<[string, () => object]>([
    ['solved four minutes ago', solved(240)],
    ['solved by a clock that is a little ahead', solved(-30)],
  ])('but not %s', async ([, change]) => {
    expect((await openWith({ botCheck: turnstile.token(change()) })).status).toBe(201)
  })
})

describe('a refusal from Cloudflare is final', () => {
  test.for([
    ['missing-input-response', 403, 'bot_check_failed'],
    ['invalid-input-response', 403, 'bot_check_failed'],
    ['bad-request', 403, 'bot_check_failed'],
    ['timeout-or-duplicate', 403, 'bot_check_failed'],
    ['a-code-of-the-future', 403, 'bot_check_failed'],
    // The owner can fix this, and the visitor cannot.
    ['missing-input-secret', 503, 'site_misconfigured'],
    ['invalid-input-secret', 503, 'site_misconfigured'],
    ['internal-error', 503, 'bot_check_unavailable'],
  ] as const)('%s', async ([code, status, expected]) => {
    const verdict = says(200, { success: false, 'error-codes': [code] })
    const tries = code === 'internal-error' ? 2 : 1
    turnstile.next(...Array.from({ length: tries }, () => verdict))
    const response = await openWith({ botCheck: turnstile.token() })
    await expectRefused(response, status, expected)
    expect(turnstile.asked).toHaveLength(tries)
  })

  test('a success with an error, a refusal without a reason, a refusal with the status of a success and the reverse', async () => {
    for (const [status, body] of [
      [200, { success: false, 'error-codes': [] }],
      [200, { success: false }],
      [400, { success: false, 'error-codes': ['bad-request'] }],
    ] as const) {
      turnstile.next(says(status, body))
      await expectRefused(await openWith({ botCheck: turnstile.token() }), 403, 'bot_check_failed')
    }
  })
})

describe('a response that is not a verdict opens nothing, and Cloudflare is asked twice with one idempotency key', () => {
  const BAD: readonly (readonly [string, Parameters<TurnstileStandIn['next']>[0]])[] = [
    ['500', says(500, { success: true })],
    ['a proxy’s page', says(502, '<h1>Bad gateway</h1>', { 'content-type': 'text/html' })],
    ['garbage', says(200, 'success')],
    ['nothing', says(200, '')],
    ['JSON that is not an object', says(200, '"success"')],
    ['an empty object', says(200, {})],
    ['a redirect', says(302, '', { location: 'http://127.0.0.1:9/' })],
    ['a redirect that keeps the method', says(307, { success: true }, { location: 'http://127.0.0.1:9/' })],
    ['more than a verdict can be', says(200, { success: true, padding: 'x'.repeat(20_000) })],
    ['a connection that breaks', (response) => void response.destroy()],
    [
      'a body that breaks off',
      (response) => void response.writeHead(200).write('{"success":', () => response.destroy()),
    ],
  ]
  test.for(BAD)('%s', async ([, script]) => {
    turnstile.next(script, script)
    const response = await openWith({ botCheck: turnstile.token() })
    expect(response.headers.get('retry-after')).toBe('5')
    await expectRefused(response, 503, 'bot_check_unavailable')
    expect(turnstile.asked).toHaveLength(2)
    expect(turnstile.asked[0]).toEqual(turnstile.asked[1])
  })

  // It takes 10 s; the widget waits for twice as long.
  test('a silent Cloudflare times out', LONG_TEST, async () => {
    turnstile.next(
      () => {},
      () => {},
    )
    await expectRefused(await openWith({ botCheck: turnstile.token() }), 503, 'bot_check_unavailable')
    expect(turnstile.asked).toHaveLength(2)
  })

  test('nobody answers', async () => {
    const other = await runWorker(bindings({ TURNSTILE_SITEVERIFY: 'http://127.0.0.1:9/' }), {
      sites: { demo: CHECKED },
    })
    try {
      await expectRefused(await openWith({ botCheck: turnstile.token() }, other), 503, 'bot_check_unavailable')
    } finally {
      await other.stop()
    }
  })

  test.for(BAD)('one such response followed by a success counts as a success: %s', async ([, script]) => {
    turnstile.next(script)
    expect((await openWith({ botCheck: turnstile.token() })).status).toBe(201)
  })
})

test('a token that cannot be valid is not sent on', async () => {
  await expectRefused(await openWith({ botCheck: 'x'.repeat(2049) }), 403, 'bot_check_failed')
  await expectRefused(await openWith({ botCheck: 7 }), 400, 'invalid_body')
  expect(turnstile.asked).toEqual([])
  await expectRefused(await openWith({ botCheck: 'x'.repeat(2048) }), 403, 'bot_check_failed')
  expect(turnstile.asked).toHaveLength(1)
})

someDays.for<[string, Record<string, string>, object]>([
  ['no secrets', { TURNSTILE_SECRETS: '' }, CHECKED],
  ['the secret of another site key', { TURNSTILE_SECRETS: `0x4other:${SECRET}` }, CHECKED],
  ['a site key that only begins alike', { TURNSTILE_SECRETS: `${SITE_KEY}2:${SECRET}` }, CHECKED],
  ['a site key without a secret', { TURNSTILE_SECRETS: `${SITE_KEY}:` }, CHECKED],
  ['no site key', {}, { botCheck: 'turnstile' }],
  ['no site key, and a secret of none', { TURNSTILE_SECRETS: `:${SECRET}` }, { botCheck: 'turnstile' }],
])('an incomplete configuration lets nobody in: %s', async ([, over, settings]) => {
  const other = await runWorker(bindings(over), { sites: { demo: settings } })
  try {
    await expectRefused(await openWith({ botCheck: turnstile.token() }, other), 503, 'site_misconfigured')
    // It is said before a visitor has solved anything.
    await expectRefused(await openWith({}, other), 503, 'site_misconfigured')
    expect(turnstile.asked).toEqual([])
    expect(other.log.join('\n')).toMatch(/TURNSTILE_SECRETS|turnstileSiteKey/)
  } finally {
    await other.stop()
  }
})

someDays('a deployed Worker sends its secret to Cloudflare only, whatever the variable says', async () => {
  const other = await runWorker(bindings({ LOCAL_UPSTREAMS: '' }), { sites: { demo: CHECKED } })
  try {
    const response = await openWith({ botCheck: turnstile.token() }, other)
    // Without a network it is an outage, with one a token that Cloudflare does not know.
    expect([403, 503]).toContain(response.status)
    expect(turnstile.asked).toEqual([])
  } finally {
    await other.stop()
  }
})

someDays('a site without the check asks nobody, whatever the page sends', async () => {
  const other = await runWorker(bindings(), { sites: { demo: { turnstileSiteKey: SITE_KEY } } })
  try {
    expect((await openWith({ botCheck: 'x' }, other)).status).toBe(201)
    expect((await openWith({}, other)).status).toBe(201)
    expect(turnstile.asked).toEqual([])
  } finally {
    await other.stop()
  }
})

test('the log says why, and neither the log nor an answer has a token or a secret', () => {
  const log = worker.log.join('\n')
  for (const why of ['evil.example', 'another action', 'last five minutes', 'timeout-or-duplicate', 'status 500'])
    expect(log).toContain(why)
  for (const place of [log, worker.sent.join('\n')])
    for (const secret of ['canary-token', SECRET, CANARY]) expect(place).not.toContain(secret)
})

const hasToken = (value: unknown): value is { token: string } =>
  typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string'
