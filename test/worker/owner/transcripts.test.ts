/** The owner's way to transcripts and usage, through the whole Worker: from a visitor's question to its end. */
import { evictDurableObject, listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EXPORT_SESSIONS } from '../../../protocol/sizes.ts'
import type { Transcript, TranscriptPage } from '../../../protocol/schemas/transcript.ts'
import type { SiteUsage } from '../../../protocol/schemas/site-usage.ts'
import { readEvents } from '../support/read-events.ts'
import { ring } from '../support/ring.ts'

const PAGE = 'https://page.example'
const SITE = '/v1/owner/sites/demo'
/** Within it a pause is over, and a forgotten session has told everybody. */
const SOON = 15_000

/** Noon of tomorrow: no test crosses midnight, and no alarm that a test sets rings before the test rings it. */
const NOON = new Date().setUTCHours(36, 0, 0, 0)
const TODAY = new Date(NOON).toISOString().slice(0, 10)
beforeEach(() => void vi.useFakeTimers({ now: NOON, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

interface Call {
  method?: string
  token?: string
  body?: unknown
}

const call = (path: string, { method = 'GET', token = env.OWNER_KEY, body }: Call = {}): Promise<Response> =>
  exports.default.fetch(`https://chat.example${path}`, {
    method,
    headers: { origin: PAGE, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function read<T>(path: string): Promise<T> {
  const response = await call(path)
  expect(response.status).toBe(200)
  return response.json()
}

interface Visitor {
  token: string
  session: string
  /** Lets the pause pass after which everything is written. */
  pause(): Promise<void>
}

async function visitor(...questions: string[]): Promise<Visitor> {
  const opened = await call('/v1/sites/demo/sessions', { method: 'POST', body: {} })
  const { token } = await opened.json<{ token: string }>()
  const payload = new TextDecoder().decode(Uint8Array.fromBase64(token.split('.')[0] ?? '', { alphabet: 'base64url' }))
  const session: string = JSON.parse(payload)[2]
  for (const text of questions) {
    const id = crypto.randomUUID()
    await readEvents(await call('/v1/turns', { method: 'POST', token, body: { id, text } }))
  }
  const pause = async () => {
    vi.setSystemTime(Date.now() + SOON)
    await ring(env.SESSIONS.getByName(`demo:${session}`))
  }
  await pause()
  return { token, session, pause }
}

const listed = async (query: string): Promise<string[]> =>
  (await read<TranscriptPage>(`${SITE}/transcripts?${query}`)).sessions.map(({ session }) => session)

test('a visitor asks, the owner finds the conversation, reads it, and deletes it; then the token is no longer valid', async () => {
  const { token, session, pause } = await visitor('Where is my parcel?', '中国的首都在哪里')
  await visitor('Something else')

  expect(await listed('text=parcel')).toEqual([session])
  expect(await listed(`text=${encodeURIComponent('首都')}&state=complete&version=0`)).toEqual([session])
  expect(await listed('')).toHaveLength(2)
  expect(await listed(`from=${TODAY}&to=${TODAY}`)).toHaveLength(2)
  expect(await listed('to=2020-01-01')).toEqual([])
  const { sessions } = await read<TranscriptPage>(`${SITE}/transcripts?text=parcel`)
  expect(sessions[0]?.excerpt).toContain('\u0001parcel\u0002')

  const transcript = await read<Transcript>(`${SITE}/transcripts/${session}`)
  expect(transcript).toMatchObject({
    session,
    updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    turns: [{ question: 'Where is my parcel?' }, { question: '中国的首都在哪里' }],
    receipts: [{ seq: 1, attempt: 1, provider: 'default', isEstimated: true, costMicroUsd: null }, { seq: 2 }],
  })
  const exported = await call(`${SITE}/exports`, { method: 'POST', body: { sessions: ['nobody', session, '../x'] } })
  expect(await exported.json()).toEqual({ transcripts: [transcript], unreadable: [] })

  const usage = await read<SiteUsage>(`${SITE}/usage?from=${TODAY}&to=${TODAY}`)
  expect(usage).toMatchObject({ days: [{ day: TODAY, sessions: 2, turns: 3, states: { complete: 3 } }], feedback: [] })

  expect((await call(`${SITE}/transcripts/${session}`, { method: 'DELETE' })).status).toBe(204)
  const refused = await call('/v1/session', { token })
  expect([refused.status, await refused.json()]).toMatchObject([401, { error: { code: 'session_forgotten' } }])
  // At once, and also when everything that hung on an alarm has happened.
  for (const wait of [async () => {}, pause]) {
    await wait()
    expect(await listed('')).toHaveLength(1)
    expect(await listed('text=parcel')).toEqual([])
    expect((await call(`${SITE}/transcripts/${session}`)).status).toBe(404)
    expect((await call(`${SITE}/transcripts/${session}`, { method: 'DELETE' })).status).toBe(404)
  }
  expect(await read(`${SITE}/usage?from=${TODAY}&to=${TODAY}`)).toEqual(usage)
})

test('a rating appears in the list after the next pause, and in the usage of its day', async () => {
  const { token, session, pause } = await visitor('Is it good?')
  const { turns } = await (await call('/v1/session', { token })).json<Transcript>()
  await call(`/v1/turns/${turns[0]?.id}/feedback`, { method: 'PUT', token, body: { rating: 'down', comment: 'no' } })
  await pause()
  expect(await listed('feedback=down')).toEqual([session])
  expect(await listed('feedback=up')).toEqual([])
  const { feedback } = await read<SiteUsage>(`${SITE}/usage?from=${TODAY}&to=${TODAY}`)
  expect(feedback).toEqual([{ day: TODAY, personaVersion: 0, ups: 0, downs: 1 }])
})

test('the owner may also delete what its visitor has just erased', async () => {
  const { token, session } = await visitor('forget me')
  expect((await call('/v1/session', { method: 'DELETE', token })).status).toBe(204)
  expect((await call(`${SITE}/transcripts/${session}`, { method: 'DELETE' })).status).toBe(204)
  expect(await listed('text=forget')).toEqual([])
})

test('a copy that cannot be read is named, the others are exported, and its owner and its visitor may erase it', async () => {
  const logged = vi.spyOn(console, 'log')
  const [whole, broken, other] = [
    await visitor('Is it whole?'),
    await visitor('It broke'),
    await visitor('So did this'),
  ]
  // As much of it as a write that broke off leaves.
  const words = 'words-of-a-visitor-in-a-broken-copy'
  for (const { session } of [broken, other]) await env.HISTORY.put(`history:demo:${session}`, `{"version":1,${words}`)

  const response = await call(`${SITE}/exports`, {
    method: 'POST',
    body: { sessions: [whole.session, broken.session, 'AAAAAAAAAAAAAAAAAAAAAA'] },
  })
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { transcripts: [{ session: whole.session }], unreadable: [broken.session] },
  ])
  const reading = await call(`${SITE}/transcripts/${broken.session}`)
  expect([reading.status, await reading.json()]).toMatchObject([503, { error: { code: 'history_unavailable' } }])

  expect((await call(`${SITE}/transcripts/${broken.session}`, { method: 'DELETE' })).status).toBe(204)
  expect(await env.HISTORY.get(`history:demo:${broken.session}`)).toBeNull()
  // Its object has lost its storage: it reads the history copy first, and forgets what it cannot read.
  await runInDurableObject(env.SESSIONS.getByName(`demo:${other.session}`), (_, { storage }) => storage.deleteAll())
  await evictDurableObject(env.SESSIONS.getByName(`demo:${other.session}`))
  vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1000)
  expect((await call('/v1/session', { token: other.token })).status).toBe(503)
  expect((await call('/v1/session', { method: 'DELETE', token: other.token })).status).toBe(204)
  expect(await env.HISTORY.get(`history:demo:${other.session}`)).toBeNull()

  const lines = logged.mock.calls.join()
  expect(lines).toContain('SyntaxError')
  expect(lines).not.toContain('words-of-a-visitor')
  logged.mockRestore()
})

test('an unknown session is reported, and looking for it creates none', async () => {
  const before = (await listDurableObjectIds(env.SESSIONS)).length
  for (const method of ['GET', 'DELETE']) {
    for (const name of ['AAAAAAAAAAAAAAAAAAAAAA', 'x'.repeat(600), '%20']) {
      const response = await call(`${SITE}/transcripts/${name}`, { method })
      expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'unknown_session' } }])
    }
  }
  expect(await listDurableObjectIds(env.SESSIONS)).toHaveLength(before)
})

describe('an invalid request', () => {
  const refusal = async (path: string, asked?: Call) => {
    const response = await call(path, asked)
    const { error } = await response.json<{ error: { code: string; param: string | null } }>()
    return [response.status, error.code, error.param]
  }

  test('for a list says which part is wrong', async () => {
    const wrong = {
      after: ['x', '1.', '5', '-1.a'],
      text: ['x'.repeat(201)],
      feedback: ['sideways'],
      state: ['streaming', 'COMPLETE'],
      version: ['x', '-1', '1.5'],
      writing: ['klingon'],
      from: ['yesterday', '2026-02-30', '2026-11-30T00:00:00Z'],
      to: ['2026-13-01'],
    }
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        const path = `${SITE}/transcripts?${name}=${encodeURIComponent(value)}`
        expect(await refusal(path), path).toEqual([400, 'invalid_body', name])
      }
    }
    expect(await refusal(`${SITE}/transcripts?text=a&after=5.a`)).toEqual([400, 'invalid_body', 'after'])
    expect(await refusal(`${SITE}/transcripts?from=2026-11-02&to=2026-11-01`)).toEqual([400, 'invalid_body', 'to'])
    expect(await listed('text=%20&feedback=&after=')).toEqual(await listed(''))
  })

  test('for usage or an export does so too', async () => {
    const invalid = (param: string) => [400, 'invalid_body', param]
    expect(await refusal(`${SITE}/usage?to=2026-11-01`)).toEqual(invalid('from'))
    expect(await refusal(`${SITE}/usage?from=2026-11-01`)).toEqual(invalid('to'))
    expect(await refusal(`${SITE}/usage?from=x&to=2026-11-01`)).toEqual(invalid('from'))
    expect(await refusal(`${SITE}/usage?from=2025-01-01&to=2026-01-02`)).toEqual(invalid('to'))
    expect((await call(`${SITE}/usage?from=2025-01-01&to=2026-01-01`)).status).toBe(200)
    const most = Array.from({ length: EXPORT_SESSIONS }, () => 'x')
    expect((await call(`${SITE}/exports`, { method: 'POST', body: { sessions: most } })).status).toBe(200)
    for (const sessions of [[...most, 'x'], 'x', [1], null]) {
      expect(await refusal(`${SITE}/exports`, { method: 'POST', body: { sessions } })).toEqual(invalid('sessions'))
    }
  })

  test('for an unknown site says so', async () => {
    for (const path of ['transcripts', 'transcripts/x', 'usage?from=2026-11-01&to=2026-11-01']) {
      expect(await refusal(`/v1/owner/sites/nowhere/${path}`)).toEqual([404, 'unknown_site', null])
    }
    const [, code] = await refusal('/v1/owner/sites/nowhere/exports', { method: 'POST', body: { sessions: [] } })
    expect(code).toBe('unknown_site')
  })
})
