/** The ten limits, in the built Worker over HTTP, with a provider that uses all it may. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import type { FailureBody } from '../../../protocol/schemas/refusal.ts'
import type { Budgets } from '../../../protocol/schemas/budget.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'
import {
  PROMPT_TOKENS,
  startCountingUpstream,
  type CountingUpstream,
} from '../../support/upstreams/counting-upstream.ts'
import {
  FAR_FROM_MIDNIGHT_MILLISECONDS,
  untilFarFromMidnight,
  untilFarFromTheMinutesEnd,
} from '../../support/sampling/far-from-the-end.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { OWNER_KEY, PAGE, readEvents, runWorker, words, type Running } from '../../support/running/running-worker.ts'

const MAX_TOKENS = 100
const PRICE = { input: 1, output: 2 }
/** What every turn uses. */
const TOKENS = PROMPT_TOKENS + MAX_TOKENS
const MICRO_USD = PROMPT_TOKENS * PRICE.input + MAX_TOKENS * PRICE.output
const DAY_SECONDS = 24 * 60 * 60

/** Each is used up by three turns: two leave something. */
const LIMITS = [
  ['turnsPerSession', 3, 'session_limit_reached'],
  ['tokensPerSession', 2 * TOKENS + 1, 'session_limit_reached'],
  ['turnsPerVisitorDay', 3, 'visitor_limit_reached'],
  ['tokensPerVisitorDay', 2 * TOKENS + 1, 'visitor_limit_reached'],
  ['turnsPerDay', 3, 'site_limit_reached'],
  ['tokensPerDay', 2 * TOKENS + 1, 'site_limit_reached'],
  ['spendPerDay', (2 * MICRO_USD + 1) / 1e6, 'site_limit_reached'],
  ['turnsPerMonth', 3, 'site_limit_reached'],
  ['tokensPerMonth', 2 * TOKENS + 1, 'site_limit_reached'],
  ['spendPerMonth', (2 * MICRO_USD + 1) / 1e6, 'site_limit_reached'],
] as const

const nameOf = (limit: string): string => limit.toLowerCase()
const siteOf = (name: string, settings: object) => ({
  ...NO_LIMITS,
  model: name,
  maxTokens: MAX_TOKENS,
  allowedOrigins: [PAGE],
  ...settings,
})

/** So many at once, and what they may use together. */
const MANY = 50
const MANY_TOKENS = 10 * TOKENS
const MANY_USD = (10 * MICRO_USD) / 1e6
const LADDER = { turnsPerDay: 20, warnAt: 50, cheaperAt: 70, cheaperModel: 'cheap', fallbackMessage: 'Back tomorrow.' }

const SITES: Record<string, object> = {
  ...Object.fromEntries(LIMITS.map(([limit, most]) => [nameOf(limit), siteOf(nameOf(limit), { [limit]: most })])),
  manytokens: siteOf('manytokens', { tokensPerDay: MANY_TOKENS }),
  manyspend: siteOf('manyspend', { spendPerMonth: MANY_USD }),
  ladder: siteOf('ladder', LADDER),
  unpriced: siteOf('unpriced', { spendPerDay: 5 }),
  forgetting: siteOf('forgetting', { turnsPerVisitorDay: 2 }),
  defaults: { allowedOrigins: [PAGE], model: 'defaults' },
}

let upstream: CountingUpstream
let worker: Running

beforeAll(async () => {
  // What is used up by day is open again after midnight.
  await untilFarFromMidnight()
  upstream = await startCountingUpstream(100)
  const models = Object.fromEntries(
    [...Object.keys(SITES), 'cheap'].filter((name) => name !== 'unpriced').map((name) => [name, PRICE]),
  )
  const PROVIDERS = JSON.stringify([{ name: 'p', baseUrl: upstream.url, model: 'other', models }])
  worker = await runWorker({ PROVIDERS }, { sites: SITES, hasFront: true })
}, FAR_FROM_MIDNIGHT_MILLISECONDS + 60_000)

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

const calls = (model: string): number => upstream.models.filter((each) => each === model).length

interface Told {
  status: number
  code: string | null
  param: string | null
  retryAfter: number | null
  text: string
  state: unknown
}

async function ask(token: string, text = 'how much?', headers: Record<string, string> = {}): Promise<Told> {
  const response = await worker.call('/v1/turns', {
    method: 'POST',
    token,
    headers,
    body: { id: crypto.randomUUID(), text },
  })
  const { status } = response
  if (status === 200) {
    const events = await readEvents(response)
    const state = events.at(-1)?.data['turn']
    return { status, code: null, param: null, retryAfter: null, text: words(events), state }
  }
  const { error }: { error: FailureBody } = await response.json()
  const retryAfter = response.headers.has('retry-after') ? Number(response.headers.get('retry-after')) : null
  return { status, code: error.code, param: error.param, retryAfter, text: '', state: null }
}

/** Until the answer is the Worker's last word; what is left may be promised to others for a while. */
async function askPatiently(token: string): Promise<Told> {
  for (;;) {
    const told = await ask(token)
    if (told.code !== 'busy') return told
    await pause(150)
  }
}

async function budgets(site: string): Promise<Budgets> {
  const headers = { authorization: `Bearer ${OWNER_KEY}` }
  return (await worker.call(`/v1/owner/sites/${site}/budgets`, { headers })).json()
}

describe.for(LIMITS)('%s', ([limit, , code]) => {
  test('applies: three turns, then a refusal that adds no turn', async () => {
    const site = nameOf(limit)
    const isSession = code === 'session_limit_reached'
    const first = await worker.open(site)
    // What is shared is used up by several visitors, or by several conversations of one.
    const tokens = isSession ? [first, first, first] : [first, await worker.open(site), await worker.open(site)]
    for (const token of tokens) expect(await ask(token)).toMatchObject({ status: 200, text: 'an answer' })
    const fourth = isSession ? first : await worker.open(site)
    const refused = await ask(fourth)
    expect(refused).toMatchObject({ status: 429, code, param: limit })
    expect(calls(site)).toBe(3)
    const { turns }: SessionView = await (await worker.call('/v1/session', { token: fourth })).json()
    expect(turns).toHaveLength(isSession ? 3 : 0)

    const seconds = refused.retryAfter ?? 0
    if (isSession) {
      expect(refused.retryAfter).toBeNull()
      expect(await ask(await worker.open(site))).toMatchObject({ status: 200 })
    } else if (limit.endsWith('Month')) {
      const now = new Date()
      const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)
      expect(Math.abs(Date.now() + seconds * 1000 - end)).toBeLessThan(60_000)
    } else {
      const end = (Math.floor(Date.now() / 1000 / DAY_SECONDS) + 1) * DAY_SECONDS
      expect(Math.abs(Date.now() / 1000 + seconds - end)).toBeLessThan(60)
    }
  })
})

test('a retry counts as one more turn', async () => {
  const token = await worker.open('turnspersession')
  const id = crypto.randomUUID()
  await worker.ask(token, 'why?', id)
  const retry = () => worker.call(`/v1/turns/${id}/retry`, { method: 'POST', token, body: {} })
  for (let tries = 2; tries <= 3; tries += 1) expect((await readEvents(await retry())).at(-1)?.event).toBe('done')
  const refused = await retry()
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ error: { code: 'session_limit_reached', param: 'turnsPerSession' } })
})

test('another network counts as another visitor', async () => {
  const from = async (address: string) =>
    ask(await worker.open('turnspervisitorday'), 'from where?', { 'cf-connecting-ip': address })
  for (const host of ['1', '2', 'ffff']) expect(await from(`2001:db8:1:1::${host}`)).toMatchObject({ status: 200 })
  expect(await from('2001:db8:1:1::3')).toMatchObject({ code: 'visitor_limit_reached' })
  expect(await from('2001:db8:1:2::3')).toMatchObject({ status: 200 })
})

describe.for([
  ['manytokens', MANY_TOKENS, 'tokensPerDay'],
  ['manyspend', Math.round(MANY_USD * 1e6), 'spendPerMonth'],
] as const)('50 conversations at once, %s', ([site, most, limit]) => {
  test('overshoots the limit by at most one reservation', async () => {
    const tokens = await Promise.all(Array.from({ length: MANY }, () => worker.open(site)))
    const told = await Promise.all(tokens.map(askPatiently))
    const answered = told.filter(({ status }) => status === 200).length
    expect(told.filter(({ code, param }) => code === 'site_limit_reached' && param === limit)).toHaveLength(
      MANY - answered,
    )
    const used = answered * (limit === 'tokensPerDay' ? TOKENS : MICRO_USD)
    // The receipts come with the lease of whoever asks next, or by themselves.
    await expect.poll(async () => (await budgets(site)).budgets[0], PATIENT).toMatchObject({ used, reserved: 0 })
    const estimate = 1.25 * 60
    const reservation = limit === 'tokensPerDay' ? estimate + MAX_TOKENS : estimate + 2 * MAX_TOKENS
    console.log(`${limit}: ${used} used of ${most}, by ${answered} turns; one reservation is at most ${reservation}`)
    expect(calls(site)).toBe(answered)
    expect(used).toBeGreaterThanOrEqual(most)
    expect(used - most).toBeLessThan(reservation)
  })
})

test('the ladder: a line in the log, the cheaper model, the owner’s message once, then a refusal', async () => {
  const token = await worker.open('ladder')
  const told: Told[] = []
  for (let turn = 1; turn <= 22; turn += 1) told.push(await ask(token))
  expect(upstream.models.filter((model) => model === 'ladder' || model === 'cheap')).toEqual([
    ...Array.from({ length: 14 }, () => 'ladder'),
    ...Array.from({ length: 6 }, () => 'cheap'),
  ])
  expect(told[20]).toMatchObject({
    text: 'Back tomorrow.',
    state: { state: 'complete', finishReason: 'fallback', provider: null, model: null, usage: null },
  })
  expect(told[21]).toMatchObject({ status: 429, code: 'site_limit_reached', param: 'turnsPerDay' })
  const other = await worker.open('ladder')
  expect(await ask(other)).toMatchObject({ text: 'Back tomorrow.' })
  expect(await ask(other)).toMatchObject({ code: 'site_limit_reached' })
  const { turns }: SessionView = await (await worker.call('/v1/session', { token: other })).json()
  expect(turns).toMatchObject([{ question: 'how much?', answer: 'Back tomorrow.' }])
  const lines = worker.log.filter((line) => line.includes('"event":"budget"')).map((line) => JSON.parse(line))
  expect(lines.filter(({ site }) => site === 'ladder')).toEqual([
    expect.objectContaining({ limit: 'turnsPerDay', used: 10, most: 20, percent: 50 }),
  ])
  expect(await budgets('ladder')).toMatchObject({ step: 'fallback', budgets: [{ used: 20, most: 20, unit: 'turns' }] })
})

test('a spend limit without a price refuses, and the log says which model needs one', async () => {
  expect(await ask(await worker.open('unpriced'))).toMatchObject({ status: 503, code: 'site_misconfigured' })
  expect(calls('unpriced')).toBe(0)
  expect(worker.log.some((line) => line.includes('there is none for p: unpriced'))).toBe(true)
})

test('forget me does not reset a limit', async () => {
  const token = await worker.open('forgetting')
  for (let turn = 1; turn <= 2; turn += 1) expect(await ask(token)).toMatchObject({ status: 200 })
  expect((await worker.call('/v1/session', { method: 'DELETE', token })).status).toBe(204)
  expect(await askPatiently(await worker.open('forgetting'))).toMatchObject({ code: 'visitor_limit_reached' })
})

test('the defaults are budgets that an owner sees; a site without limits has none', async () => {
  await ask(await worker.open('defaults'))
  expect(await budgets('defaults')).toMatchObject({
    step: 'open',
    budgets: [{ limit: 'turnsPerDay', period: 'day', unit: 'turns', most: 10_000 }],
  })
  expect(await budgets('turnspersession')).toEqual({ step: 'open', budgets: [] })
})

test(
  'a client faster than people is refused first, at every route, by session and by address',
  async () => {
    const shielded = await runWorker({ PROVIDERS: '', OPENAI_BASE_URL: upstream.url }, { perMinute: 3, hasFront: true })
    const post = (token: string, address: string) =>
      shielded.call('/v1/turns', {
        method: 'POST',
        token,
        headers: { 'cf-connecting-ip': address },
        body: { id: crypto.randomUUID(), text: 'faster' },
      })
    await untilFarFromTheMinutesEnd()
    const [one, other] = [await shielded.open(), await shielded.open()]
    for (let n = 1; n <= 3; n += 1) expect((await post(one, `192.0.2.${n}`)).status).toBe(200)
    const refused = await post(one, '192.0.2.9')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(refused.headers.get('access-control-allow-origin')).toBe(PAGE)
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited' } })
    const turn = `/v1/turns/${crypto.randomUUID()}`
    for (const [method, path] of [
      ['GET', '/v1/session'],
      ['DELETE', '/v1/session'],
      ['GET', `${turn}/stream`],
      ['POST', `${turn}/stop`],
      ['POST', `${turn}/retry`],
      ['PUT', `${turn}/feedback`],
    ] as const) {
      const { status } = await shielded.call(path, { method, token: one, ...(method === 'PUT' && { body: {} }) })
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 429`)
    }
    expect((await post(other, '192.0.2.1')).status).toBe(200)
    // Opened by the address of this machine: three, and no more.
    await shielded.open()
    const opened = await shielded.call('/v1/sites/demo/sessions', { method: 'POST', body: {} })
    expect(opened.status).toBe(429)
    await shielded.stop()
  },
  PATIENT.timeout,
)
