/** Sites, drafts, versions and previews over HTTP, as the console and programs meet them, and what visitors see of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAILURES } from '../../../protocol/failure.ts'
import { SETTINGS_BYTES } from '../../../protocol/sizes.ts'
import { field } from '../../../protocol/record.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { OWNER_KEY, PAGE, readEvents, runWorker, words, type Running } from '../../support/running/running-worker.ts'

let upstream: TellingUpstream
let worker: Running

beforeAll(async () => {
  upstream = await startTellingUpstream(() => ({ text: '北京。' }))
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url }, { hasFront: true })
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

const owner = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await worker.call(`/v1/owner${path}`, {
    method,
    token: OWNER_KEY,
    ...(body !== undefined && { body }),
  })
  return { status: response.status, body: response.status === 204 ? null : await response.json() }
}
const codeIn = ({ body }: { body: unknown }) => field(field(body, 'error'), 'code')
const problemsIn = ({ body }: { body: unknown }) => field(field(body, 'error'), 'problems')

async function newSite(settings: object = {}): Promise<string> {
  const site = `s-${crypto.randomUUID().slice(0, 8)}`
  const created = await owner('POST', '/sites', { site, settings: { allowedOrigins: [PAGE], ...settings } })
  expect(created.status).toBe(201)
  return site
}

async function publish(site: string, settings: object): Promise<{ status: number; body: unknown }> {
  const { body } = await owner('GET', `/sites/${site}`)
  const draft = await owner('PUT', `/sites/${site}/draft`, {
    settings: { allowedOrigins: [PAGE], ...settings },
    revision: field(field(body, 'draft'), 'revision') ?? 0,
  })
  const revision = field(draft.body, 'revision')
  return owner('POST', `/sites/${site}/versions`, { revision, live: field(body, 'version'), note: 'as tested' })
}

async function openOn(site: string, origin = PAGE): Promise<Response> {
  return worker.call(`/v1/sites/${site}/sessions`, { method: 'POST', body: {}, headers: { origin } })
}
/** Read to its end: the Worker is stopped after the last test. */
async function statusOf(response: Response | Promise<Response>): Promise<number> {
  const { status } = await response
  await (await response).text()
  return status
}
const tokenIn = async (response: Response): Promise<string> => String(field(await response.json(), 'token'))

/** The system message the model got, and the version that the answer names. */
async function askOn(token: string, origin = PAGE) {
  const id = crypto.randomUUID()
  const body = { id, text: `中国首都在哪里 ${id}` }
  const events = await readEvents(await worker.call('/v1/turns', { method: 'POST', token, body, headers: { origin } }))
  expect(words(events)).toBe('北京。')
  const [system] = upstream.asked.find((messages) => messages.at(-1)?.content === body.text) ?? []
  return { id, system: system?.content, version: field(events[0]?.data['turn'], 'personaVersion') }
}

test.concurrent('the list has demo, and every site with its live settings', async () => {
  const site = await newSite({ name: 'Ada' })
  const { body } = await owner('GET', '/sites')
  expect(field(body, 'sites')).toEqual(
    expect.arrayContaining([
      { site: 'demo', name: '百晓生', paused: false, version: 0, publishedAt: null, draftedAt: null },
      { site, name: 'Ada', paused: false, version: 1, publishedAt: expect.stringMatching(/Z$/), draftedAt: null },
    ]),
  )
})

test.concurrent('a draft is published and rolled back, and every answer names the version that made it', async () => {
  const site = await newSite({ instructions: 'The first.' })
  const token = await tokenIn(await openOn(site))
  expect(await askOn(token)).toMatchObject({ system: 'The first.', version: 1 })

  expect(await publish(site, { instructions: 'The second.' })).toMatchObject({
    status: 201,
    body: { version: 2, note: 'as tested', settings: { instructions: 'The second.' } },
  })
  expect(await askOn(token)).toMatchObject({ system: 'The second.', version: 2 })

  const back = await owner('PUT', `/sites/${site}/live`, { version: 1, live: 2 })
  expect(back).toMatchObject({ status: 200, body: { version: 1 } })
  expect(await askOn(token)).toMatchObject({ system: 'The first.', version: 1 })
  const versions = field((await owner('GET', `/sites/${site}/versions`)).body, 'versions')
  expect(versions).toMatchObject([{ version: 2 }, { version: 1 }])
  const first = await owner('GET', `/sites/${site}/versions?before=2`)
  expect(field(first.body, 'versions')).toMatchObject([{ version: 1 }])
})

test.concurrent('when two owners publish at once, one is told to look again', async () => {
  const site = await newSite()
  const draft = await owner('PUT', `/sites/${site}/draft`, { settings: { name: 'B' }, revision: 0 })
  const order = { revision: field(draft.body, 'revision'), live: 1, note: '' }
  const both = await Promise.all([1, 2].map(() => owner('POST', `/sites/${site}/versions`, order)))
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
  expect(both.map(codeIn)).toContain('settings_conflict')
  expect(codeIn(await owner('PUT', `/sites/${site}/draft`, { settings: {}, revision: 1 }))).toBe('settings_conflict')
})

test('a new site without its own texts is in English, unlike the demo', async () => {
  const { body } = await owner('POST', '/sites', { site: 'silent', settings: { temperature: 1 } })
  const live = field(body, 'live')
  expect(live).toMatchObject({ name: 'Assistant', temperature: 1, starterPrompts: [], accent: '#b4441f' })
  for (const text of ['name', 'greeting', 'instructions']) expect(field(live, text)).toMatch(/^[\x20-\x7e]+$/)
})

describe.concurrent('invalid settings', () => {
  test('are refused with every problem, and change nothing', async () => {
    const site = await newSite()
    const settings = JSON.parse(`{
      "name": 7, "temperature": 3, "accent": "red", "position": "top", "systemPrompt": "x", "instructions": "${'文'.repeat(8001)}",
      "__proto__": { "isOwner": true }, "constructor": { "prototype": {} }, "starterPrompts": ["ok", ""],
      "allowedOrigins": ["https://shop.example/", { "__proto__": 1 }]
    }`)
    const refused = await owner('PUT', `/sites/${site}/draft`, JSON.stringify({ settings, revision: 0 }))
    expect(refused.status).toBe(400)
    expect(codeIn(refused)).toBe('settings_invalid')
    const problems = problemsIn(refused)
    expect(Array.isArray(problems) && problems.map((each) => [field(each, 'path'), field(each, 'kind')])).toEqual([
      ['__proto__', 'forbidden'],
      ['constructor', 'forbidden'],
      ['constructor.prototype', 'forbidden'],
      ['allowedOrigins.1.__proto__', 'forbidden'],
      ['systemPrompt', 'unknown'],
      ['name', 'type'],
      ['starterPrompts.1', 'length'],
      ['accent', 'form'],
      ['position', 'choice'],
      ['instructions', 'length'],
      ['temperature', 'range'],
      ['allowedOrigins.0', 'form'],
      ['allowedOrigins.1', 'type'],
    ])
    expect(JSON.stringify(problems)).toContain('does not end with a slash. Did you mean https://shop.example?')
    expect((await owner('GET', `/sites/${site}`)).body).toMatchObject({ draft: null, draftedAt: null })
  })

  test('are also refused for a new site and a preview', async () => {
    const site = await newSite()
    for (const refused of [
      await owner('POST', '/sites', { site: 'never', settings: { nonsense: 1 } }),
      await owner('POST', `/sites/${site}/previews`, { settings: [] }),
      await owner('PUT', `/sites/${site}/draft`, { revision: 0 }),
    ]) {
      expect(codeIn(refused)).toBe('settings_invalid')
      expect(problemsIn(refused)).toHaveLength(1)
    }
    expect((await owner('GET', '/sites/never')).status).toBe(404)
  })

  test('bodies of an unknown shape are refused', async () => {
    const site = await newSite()
    const path = `/sites/${site}`
    for (const [method, where, body, code] of [
      ['POST', '/sites', { site: 'Shop' }, 'site_name_invalid'],
      ['POST', '/sites', { site: 'preview-1' }, 'site_name_invalid'],
      ['POST', '/sites', { site: 7 }, 'invalid_body'],
      ['POST', '/sites', { site }, 'site_exists'],
      ['POST', '/sites', '{', 'not_json'],
      ['PUT', `${path}/draft`, { settings: {} }, 'invalid_body'],
      ['PUT', `${path}/draft`, { settings: {}, revision: -1 }, 'invalid_body'],
      ['PUT', `${path}/draft`, `{"settings":"${'x'.repeat(SETTINGS_BYTES)}"}`, 'body_too_large'],
      ['POST', `${path}/versions`, { revision: 1, live: 1, note: 7 }, 'invalid_body'],
      ['POST', `${path}/versions`, { revision: 1, live: 1, note: '' }, 'settings_conflict'],
      ['PUT', `${path}/paused`, { paused: 'yes' }, 'invalid_body'],
      ['PUT', `${path}/live`, { version: 7, live: 1 }, 'unknown_version'],
      ['DELETE', path, { site: 'another' }, 'invalid_body'],
      ['DELETE', '/sites/demo', { site: 'demo' }, 'demo_stays'],
      ['PUT', '/sites/nobody/draft', { settings: {}, revision: 0 }, 'unknown_site'],
      ['GET', `${path}/versions?before=x`, undefined, 'invalid_body'],
    ] as const) {
      const refused = await owner(method, where, body)
      expect([where, codeIn(refused), refused.status]).toEqual([where, code, FAILURES[code].status])
    }
  })
})

test.concurrent('8,000 characters in any script come back byte for byte, and reach the model unchanged', async () => {
  const instructions = '知道一切的人。Ünïcödé नमस्ते 🔥'.padEnd(7999, '文字') + '。'
  const site = await newSite({ instructions })
  const { body } = await owner('GET', `/sites/${site}`)
  expect(field(field(body, 'live'), 'instructions') === instructions).toBe(true)
  expect((await askOn(await tokenIn(await openOn(site)))).system === instructions).toBe(true)
  expect(instructions).toHaveLength(8000)
})

test.concurrent('a paused site accepts no questions; its conversations stay', async () => {
  const site = await newSite()
  const token = await tokenIn(await openOn(site))
  const { id } = await askOn(token)
  expect((await owner('PUT', `/sites/${site}/paused`, { paused: true })).body).toMatchObject({
    paused: true,
    version: 1,
  })

  const visitor = (method: string, path: string, body?: unknown) =>
    worker.call(path, { method, token, ...(body !== undefined && { body }) })
  for (const refused of [
    await openOn(site),
    await visitor('POST', '/v1/turns', { id: crypto.randomUUID(), text: 'where?' }),
    await visitor('POST', `/v1/turns/${id}/retry`, {}),
  ]) {
    expect(refused.status).toBe(403)
    expect(refused.headers.get('access-control-allow-origin')).toBe(PAGE)
    expect(codeIn({ body: await refused.json() })).toBe('site_paused')
  }
  expect(await statusOf(worker.call(`/v1/sites/${site}`))).toBe(200)
  expect(await (await visitor('GET', '/v1/session')).json()).toMatchObject({ turns: [{ id, state: 'complete' }] })
  expect(await statusOf(visitor('GET', `/v1/turns/${id}/stream`))).toBe(200)
  expect(await statusOf(visitor('PUT', `/v1/turns/${id}/feedback`, { rating: 'up' }))).toBe(200)
  expect(await statusOf(visitor('DELETE', '/v1/session'))).toBe(204)

  await owner('PUT', `/sites/${site}/paused`, { paused: false })
  expect(await statusOf(openOn(site))).toBe(201)
})

test.concurrent('a deleted site is gone, and its version numbers continue when it is created again', async () => {
  const site = await newSite({ name: 'Old' })
  expect((await owner('DELETE', `/sites/${site}`, { site })).status).toBe(204)
  expect((await owner('GET', `/sites/${site}`)).status).toBe(404)
  expect(await statusOf(openOn(site))).toBe(404)
  expect(await owner('POST', '/sites', { site })).toMatchObject({
    status: 201,
    body: { version: 2, name: 'Assistant' },
  })
})

test.concurrent('a preview answers with the draft’s settings, on the console’s own origin only', async () => {
  const site = await newSite({ instructions: 'Live.' })
  const made = await owner('POST', `/sites/${site}/previews`, { settings: { instructions: 'Draft.' } })
  expect(made).toMatchObject({ status: 201, body: { site: expect.stringMatching(/^preview-[0-9a-f]{32}$/) } })
  const preview = String(field(made.body, 'site'))
  expect(await statusOf(openOn(preview))).toBe(403)
  const token = await tokenIn(await openOn(preview, worker.url))
  expect(await askOn(token, worker.url)).toMatchObject({ system: 'Draft.', version: 0 })

  // A browser sends no `Origin` with a GET to the page's own origin.
  const history = (headers: Record<string, string>) =>
    fetch(`${worker.url}/v1/session`, { headers: { authorization: `Bearer ${token}`, ...headers } })
  expect((await history({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  expect((await history({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await history({})).status).toBe(403)

  expect(JSON.stringify((await owner('GET', '/sites')).body)).not.toContain('preview-')
  const models = await worker.call('/v1/models', { token: OWNER_KEY })
  expect(await models.text()).not.toContain('preview-')
  expect((await owner('GET', `/sites/${preview}`)).status).toBe(404)
})

test.concurrent('the schema for editors is served', async () => {
  const response = await worker.call('/console/settings.schema.json')
  expect(await response.json()).toMatchObject({ type: 'object', properties: { instructions: { maxLength: 8000 } } })
})
