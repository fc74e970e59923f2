/**
 * Ten ways in which something is deleted, through the whole Worker: afterwards not one word of it is in any store there is, nor in
 * the log. Every test looks first, so that one that could not find it would fail.
 */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { CSRF_HEADER } from '../../../../protocol/agreed-names.ts'
import type { SiteDetails } from '../../../../protocol/schemas/owner-site.ts'
import { readEvents } from '../../support/read-events.ts'
import { ring } from '../../support/ring.ts'

const WORKER = 'https://chat.example'
const PAGE = 'https://page.example'
const DAY = 24 * 60 * 60 * 1000
/** Within it a pause is over, and a forgotten session has told everybody. */
const SOON = 15_000

const log: string[] = []
beforeAll(() => void vi.spyOn(console, 'log').mockImplementation((line) => void log.push(String(line))))
afterAll(() => void vi.restoreAllMocks())
beforeEach(() => void (log.length = 0))

interface Call {
  token?: string
  body?: unknown
  origin?: string
}

const call = (
  method: string,
  path: string,
  { token = env.OWNER_KEY, body, origin = PAGE }: Call = {},
): Promise<Response> =>
  exports.default.fetch(WORKER + path, {
    method,
    headers: { origin, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function done(response: Promise<Response>, status: number): Promise<Response> {
  const { status: given } = await response
  expect(given).toBe(status)
  return response
}

const namespaces = { sessions: env.SESSIONS, ledgers: env.LEDGERS, gates: env.GATES, desks: env.DESKS }

/** Whatever is stored anywhere: KV with its metadata, and of each object the keys and all rows of all tables. */
async function stored(): Promise<string> {
  const parts: unknown[] = []
  for (const kv of [env.HISTORY, env.PERSONAS]) {
    const { keys, list_complete } = await kv.list()
    expect(list_complete).toBe(true)
    for (const key of keys) parts.push(key, await kv.get(key.name))
  }
  for (const namespace of Object.values(namespaces)) {
    for (const id of await listDurableObjectIds(namespace)) {
      await runInDurableObject(namespace.get(id), async (_object, { storage }) => {
        parts.push([...(await storage.list())])
        const tables = storage.sql
          .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
          .toArray()
        for (const { name } of tables.filter(({ name }) => !name.startsWith('_cf_'))) {
          for (const row of storage.sql.exec(`SELECT * FROM "${name}"`)) {
            parts.push(
              Object.values(row).map((value) =>
                value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value,
              ),
            )
          }
        }
      })
    }
  }
  return JSON.stringify(parts)
}

let counter = 0
/** A word that nothing else has; in letters alone, for an index keeps words and not marks. */
const newCanary = () =>
  `canary${(counter += 1).toString().replace(/\d/g, (digit) => 'qwertzuiop'[Number(digit)] ?? '')}word`

interface Visitor {
  token: string
  session: string
  /** Lets the pause pass after which everything is written, or some days. */
  pass(milliseconds?: number): Promise<void>
}

async function alarms(namespace: DurableObjectNamespace, name: string, milliseconds: number): Promise<void> {
  vi.useFakeTimers({ now: Date.now() + milliseconds, toFake: ['Date'] })
  await ring(namespace.getByName(name)).finally(() => vi.useRealTimers())
}

async function visitor(site: string, origin = PAGE): Promise<Visitor> {
  const opened = await done(call('POST', `/v1/sites/${site}/sessions`, { body: {}, origin }), 201)
  const { token } = await opened.json<{ token: string }>()
  const payload = new TextDecoder().decode(Uint8Array.fromBase64(token.split('.')[0] ?? '', { alphabet: 'base64url' }))
  const session: string = JSON.parse(payload)[2]
  let passed = 0
  const pass = async (milliseconds = SOON) => {
    passed += milliseconds
    await alarms(env.SESSIONS, `${site}:${session}`, passed)
  }
  return { token, session, pass }
}

async function ask({ token }: Visitor, text: string, over: object = {}, origin = PAGE): Promise<string> {
  const id = crypto.randomUUID()
  await readEvents(await done(call('POST', '/v1/turns', { token, origin, body: { id, text, ...over } }), 200))
  return id
}

/** A site of the test's own, so that one test's ledger is not another's. */
async function newSite(settings: object = {}): Promise<string> {
  const site = `site-${(counter += 1)}`
  const whole = { allowedOrigins: [PAGE], pageContext: 'on', ...settings }
  await done(call('POST', '/v1/owner/sites', { body: { site, settings: whole } }), 201)
  return site
}

/** Everything a visitor can leave: question, another wording, page, values, a comment; in every store there is. */
async function leave(site: string, canary: string): Promise<Visitor> {
  const who = await visitor(site)
  const page = { title: canary, url: `https://page.example/${canary}`, selection: canary, variables: { plan: canary } }
  const id = await ask(who, `${canary} one`, { page })
  const again = { token: who.token, body: { attempt: 2, text: `${canary} two` } }
  await readEvents(await done(call('POST', `/v1/turns/${id}/retry`, again), 200))
  const rating = { token: who.token, body: { rating: 'down', comment: canary } }
  await done(call('PUT', `/v1/turns/${id}/feedback`, rating), 200)
  await who.pass()
  const before = await stored()
  expect(before.split(canary).length).toBeGreaterThan(8)
  expect(log.join('\n')).toContain('"event":"turn"')
  expect(await env.HISTORY.get(`history:${site}:${who.session}`)).toContain(canary)
  const found = await (await call('GET', `/v1/owner/sites/${site}/transcripts?text=${canary}`)).json<{ sessions: [] }>()
  expect(found.sessions).toHaveLength(1)
  return who
}

async function expectGone(...canaries: string[]): Promise<void> {
  const everything = (await stored()) + log.join('\n')
  expect(everything.length).toBeGreaterThan(100)
  for (const canary of canaries) expect(everything.toLowerCase()).not.toContain(canary)
}

describe('a conversation', () => {
  test('1: its visitor erases it', async () => {
    const [site, canary] = [await newSite(), newCanary()]
    const who = await leave(site, canary)
    await done(call('DELETE', '/v1/session', { token: who.token }), 204)
    await who.pass()
    await expectGone(canary)
    // What stays is a note that it was forgotten, until every token for it is over.
    expect((await stored()).split(who.session)).toHaveLength(2)
  })

  test('2: its visitor erases it while an answer is on its way', async () => {
    const [site, canary] = [await newSite(), newCanary()]
    const who = await visitor(site)
    const body = { id: crypto.randomUUID(), text: canary }
    const answer = await done(call('POST', '/v1/turns', { token: who.token, body }), 200)
    expect(await stored()).toContain(canary)
    await done(call('DELETE', '/v1/session', { token: who.token }), 204)
    await answer.text()
    await who.pass()
    await expectGone(canary)
  })

  test('3: the owner erases it', async () => {
    const [site, canary] = [await newSite(), newCanary()]
    const who = await leave(site, canary)
    await done(call('DELETE', `/v1/owner/sites/${site}/transcripts/${who.session}`), 204)
    await who.pass()
    await expectGone(canary)
  })

  test('4: its retention is over', async () => {
    const [site, canary] = [await newSite({ retentionDays: 2 }), newCanary()]
    const who = await leave(site, canary)
    await who.pass(DAY)
    expect(await stored()).toContain(canary)
    await who.pass(1.5 * DAY)
    await alarms(env.LEDGERS, site, 4 * DAY)
    await expectGone(canary)
    expect(await stored()).not.toContain(who.session)
  })

  test('5: a comment is withdrawn', async () => {
    const [site, canary] = [await newSite(), newCanary()]
    const who = await visitor(site)
    const id = await ask(who, 'where?')
    await done(
      call('PUT', `/v1/turns/${id}/feedback`, { token: who.token, body: { rating: 'up', comment: canary } }),
      200,
    )
    await who.pass()
    expect(await stored()).toContain(canary)
    await done(call('PUT', `/v1/turns/${id}/feedback`, { token: who.token, body: { rating: null } }), 200)
    await who.pass()
    await expectGone(canary)
  })
})

describe('settings', () => {
  const settings = (canary: string) => ({ name: canary, instructions: canary, allowedOrigins: [PAGE] })
  const draft = (site: string, settings: object, revision: number) =>
    done(call('PUT', `/v1/owner/sites/${site}/draft`, { body: { settings, revision } }), 200)

  test('6: a draft is discarded', async () => {
    const [site, canary] = [await newSite(), newCanary()]
    await draft(site, settings(canary), 0)
    expect(await stored()).toContain(canary)
    await done(call('DELETE', `/v1/owner/sites/${site}/draft`, { body: { revision: 1 } }), 204)
    await expectGone(canary)
  })

  test('7: a draft is overwritten', async () => {
    const [site, canary] = [await newSite(), newCanary()]
    await draft(site, settings(canary), 0)
    expect(await stored()).toContain(canary)
    await draft(site, { name: 'another' }, 1)
    await expectGone(canary)
  })

  test('8: a site is deleted, with its versions, its draft and its copy', async () => {
    const [first, second] = [newCanary(), newCanary()]
    const site = await newSite(settings(first))
    await draft(site, settings(second), 0)
    expect(await env.PERSONAS.get(`site:${site}`)).toContain(first)
    expect(await stored()).toContain(second)
    await done(call('DELETE', `/v1/owner/sites/${site}`, { body: { site } }), 204)
    await expectGone(first, second)
  })
})

test('9: a preview is over, with its conversations', async () => {
  const [site, canary] = [await newSite(), newCanary()]
  const path = `/v1/owner/sites/${site}/previews`
  const made = await done(call('POST', path, { body: { settings: { name: canary } } }), 201)
  const { site: preview, expiresAt } = await made.json<{ site: string; expiresAt: string }>()
  const who = await visitor(preview, WORKER)
  await ask(who, canary, {}, WORKER)
  await who.pass()
  expect(await env.HISTORY.get(`history:${preview}:${who.session}`)).toContain(canary)
  // KV itself forgets a preview's settings: by its own clock, which no test can turn.
  const { keys } = await env.PERSONAS.list({ prefix: `site:${preview}` })
  expect(keys).toEqual([{ name: `site:${preview}`, expiration: expect.any(Number) }])
  expect(Math.abs((keys[0]?.expiration ?? 0) * 1000 - Date.parse(expiresAt))).toBeLessThan(5000)
  await env.PERSONAS.delete(`site:${preview}`)
  await who.pass(1.1 * DAY)
  await expectGone(canary)
})

test('10: the owner signs out, and a one-time code is used: nothing is left that would let anyone in', async () => {
  const own = { origin: WORKER }
  const code = await (await done(call('POST', '/v1/owner/sign-in-codes', { body: {} }), 201)).json<{ code: string }>()
  const headers = { ...own, 'content-type': 'application/json' }
  const opened = await exports.default.fetch(`${WORKER}/v1/owner/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify(code),
  })
  expect(opened.status).toBe(201)
  const { csrf } = await opened.json<{ csrf: string }>()
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
  const rows = () =>
    runInDurableObject(env.GATES.getByName('owner'), (_gate, { storage }) =>
      storage.sql.exec('SELECT * FROM sessions').toArray(),
    )
  expect(await rows()).toHaveLength(1)
  const out = await exports.default.fetch(`${WORKER}/v1/owner/session`, {
    method: 'DELETE',
    headers: { ...own, cookie, [CSRF_HEADER]: csrf },
  })
  expect(out.status).toBe(204)
  expect(await rows()).toEqual([])
  await expectGone(csrf.toLowerCase(), (cookie.split('=')[1] ?? 'none').toLowerCase(), code.code.toLowerCase())
})

test('every key that was written to KV expires, or stays for a reason', async () => {
  const STAYS: readonly [RegExp, string][] = [
    [/^site:(?!preview-)[a-z0-9-]+$/, 'a published site, which is there until its owner removes it'],
  ]
  const site = await newSite()
  await ask(await visitor(site), 'where?').then(() => {})
  await leave(site, newCanary())
  await done(call('POST', `/v1/owner/sites/${site}/previews`, { body: { settings: {} } }), 201)
  let lasting = 0
  for (const kv of [env.HISTORY, env.PERSONAS]) {
    for (const { name, expiration } of (await kv.list()).keys) {
      if (expiration !== undefined) continue
      lasting += 1
      expect([name, STAYS.some(([key]) => key.test(name))]).toEqual([name, true])
    }
  }
  expect(lasting).toBeGreaterThan(0)
})

test('an attempt is one line in the log: ids, sizes, states and codes, and none of the text', async () => {
  const [site, canary] = [await newSite({ name: newCanary() }), newCanary()]
  const details = await (await call('GET', `/v1/owner/sites/${site}`)).json<SiteDetails>()
  log.length = 0
  await leave(site, canary)
  const lines = log.map((line): Record<string, unknown> => JSON.parse(line))
  const turns = lines.filter(({ event }) => event === 'turn')
  expect(turns.map(({ attempt, state, code }) => [attempt, state, code])).toEqual([
    [1, 'complete', null],
    [2, 'complete', null],
  ])
  for (const line of turns) {
    expect(Object.keys(line).toSorted()).toEqual(
      [
        'answerCharacters',
        'attempt',
        'cachedTokens',
        'code',
        'completionTokens',
        'costMicroUsd',
        'event',
        'finishReason',
        'firstWordMilliseconds',
        'isEstimated',
        'milliseconds',
        'model',
        'personaVersion',
        'promptTokens',
        'provider',
        'questionCharacters',
        'reasoningTokens',
        'request',
        'seq',
        'site',
        'state',
        'turn',
      ].toSorted(),
    )
    for (const value of Object.values(line)) if (typeof value === 'string') expect(value).toMatch(/^[\w-]{1,40}$/)
  }
  for (const word of [canary, details.live.name, details.live.instructions]) expect(log.join('\n')).not.toContain(word)
})
