/** Where a program's request goes, with plain functions for providers and the real KV. */
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { isRecord } from '../../../protocol/record.ts'
import { programRoutes } from '../../../worker/programs/programs-routes.ts'
import { kvSiteCopies } from '../../../worker/sites/site-copies.ts'
import { kvSites } from '../../../worker/sites/read-site.ts'
import { dialectOf } from '../../../worker/providers/dialects.ts'
import type { callProvider } from '../../../worker/providers/call.ts'
import type { Provider } from '../../../worker/providers/provider-list.ts'
import { provider } from '../support/provider.ts'

const KEY = 'ik-test-0123456789abcdef0123456789'
const PROVIDERS: readonly Provider[] = [
  provider({ name: 'first', baseUrl: 'https://one.example/v1', key: 'sk-one', model: 'one' }),
  provider({
    name: 'second',
    baseUrl: 'https://two.example/v1',
    key: 'sk-two',
    model: 'two',
    models: { 'two-mini': { input: 1, output: 2 } },
  }),
]
const PUBLISHED = {
  'site:shop': { instructions: 'You sell books.', upstream: 'second', model: 'two-mini', topP: 0.5, maxTokens: 50 },
  'site:silent': { instructions: '' },
  'site:broken': { temperature: 9 },
  'site:NOT A NAME': {},
}

const sites = kvSites(env.PERSONAS, { demoOrigins: [] })

beforeAll(async () => {
  for (const [key, site] of Object.entries(PUBLISHED)) await env.PERSONAS.put(key, JSON.stringify(site))
})

/** A program's call, as the router passes it on. */
const post = (body: object) => ({
  request: new Request('https://chat.example/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: `bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }),
  visit: { request: 'r', since: 0, readableBy: null },
})

const routes = (call: typeof callProvider, providers = PROVIDERS) =>
  programRoutes({
    ownerKey: KEY,
    ownerAuth: { failed: async () => {} },
    sites,
    siteNames: kvSiteCopies(env.PERSONAS).names,
    providers: () => providers,
    call,
    log: () => {},
  })

/** Who was asked, and what. */
async function asked(fields: object): Promise<{ name: string; body: Record<string, unknown> }> {
  let seen: { name: string; body: Record<string, unknown> } | undefined
  const { createChatCompletion } = routes(async ({ name }, { body }) => {
    const sent: unknown = body instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(body)) : body
    if (isRecord(sent)) seen = { name, body: sent }
    return Response.json({})
  })
  expect((await createChatCompletion(post({ messages: [], ...fields }))).status).toBe(200)
  if (!seen) throw new Error('nobody was asked')
  return seen
}

const failure = (answer: unknown) =>
  Promise.resolve(answer).then(
    () => null,
    (error: unknown) => (error instanceof Failure ? error.code : error),
  )

test('a model goes to the provider that is known to have it, any other model to the first provider', async () => {
  expect((await asked({ model: 'two-mini' })).name).toBe('second')
  expect((await asked({ model: 'two' })).name).toBe('second')
  for (const model of ['one', 'three', 'toString']) expect((await asked({ model })).name).toBe('first')
})

test('a provider that does not support Chat Completions is not asked, and its models are not listed', async () => {
  const dialect = { ...dialectOf('compatible'), isChatCompletions: false }
  const other = provider({ name: 'other', baseUrl: 'https://other.example/v1', dialect, model: 'other' })
  const { createChatCompletion, listModels } = routes(
    async ({ name }) => Response.json({ name }),
    [other, ...PROVIDERS],
  )
  expect(await (await createChatCompletion(post({ messages: [], model: 'other' }))).json()).toEqual({ name: 'first' })
  expect(await (await listModels(post({}))).text()).not.toContain('"other"')
})

test('a published site answers with its persona, at the provider it names', async () => {
  expect(await asked({ model: 'site:shop' })).toEqual({
    name: 'second',
    body: {
      model: 'two-mini',
      messages: [{ role: 'system', content: 'You sell books.' }],
      temperature: 0.6,
      top_p: 0.5,
      max_tokens: 50,
    },
  })
})

test('a site uses the program’s limit under either name, and never sends both', async () => {
  expect((await asked({ model: 'site:shop', max_tokens: 7 })).body).toMatchObject({ max_tokens: 7 })
  const { body } = await asked({ model: 'site:shop', max_completion_tokens: 7 })
  expect(body).toMatchObject({ max_completion_tokens: 7 })
  expect(body).not.toHaveProperty('max_tokens')
})

test('a site without instructions adds nothing before the program’s messages', async () => {
  expect((await asked({ model: 'site:silent' })).body).toMatchObject({ model: 'one', messages: [] })
})

test('a wrongly published site is the owner’s to fix, not an unknown model', async () => {
  const { createChatCompletion } = routes(() => Promise.resolve(Response.json({})))
  expect(await failure(createChatCompletion(post({ model: 'site:broken', messages: [] })))).toBe('site_misconfigured')
  expect(await failure(createChatCompletion(post({ model: 'site:nobody', messages: [] })))).toBe('model_not_found')
})

test('a failure with a code keeps it; any other error of a provider’s connection counts as no connection', async () => {
  const limited = routes(() => Promise.reject(new Failure('upstream_not_configured')))
  expect(await failure(limited.createChatCompletion(post({ model: 'one' })))).toBe('upstream_not_configured')
  const refused = routes(() => Promise.reject(new TypeError('Network connection lost.')))
  expect(await failure(refused.createChatCompletion(post({ model: 'one' })))).toBe('upstream_unavailable')
})

test('models are every published site by name, the demo first, then the providers’ models', async () => {
  const { listModels } = routes(() => Promise.resolve(Response.json({})))
  const list: unknown = await (await listModels(post({}))).json()
  const found =
    isRecord(list) && Array.isArray(list['data']) ? list['data'].map(({ id, owned_by }) => [id, owned_by]) : []
  expect(found).toEqual([
    ['site:demo', 'inglenook'],
    ['site:broken', 'inglenook'],
    ['site:shop', 'inglenook'],
    ['site:silent', 'inglenook'],
    ['one', 'first'],
    ['two', 'second'],
    ['two-mini', 'second'],
  ])
})

test('a site that names an unknown provider asks nobody', async () => {
  await env.PERSONAS.put('site:lost', JSON.stringify({ upstream: 'private-typo' }))
  expect(await failure(asked({ model: 'site:lost' }))).toBe('site_misconfigured')
})

test('a provider whose error response breaks off counts as unavailable', async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('connection lost')) })
  const { createChatCompletion } = routes(async () => new Response(broken, { status: 500 }))
  expect(await failure(createChatCompletion(post({ model: 'one', messages: [] })))).toBe('upstream_unavailable')
})

test.for([
  ['ollama', 404, 404],
  ['sk-0123456789abcdef', 404, 'upstream_key_refused'],
] as const)('an error that has the key %j', async ([key, status, expected]) => {
  const { createChatCompletion } = routes(
    async () => Response.json({ error: { message: `try ${key} pull x` } }, { status }),
    [provider({ key })],
  )
  const asking = createChatCompletion(post({ model: 'one', messages: [] }))
  expect(typeof expected === 'number' ? (await asking).status : await failure(asking)).toBe(expected)
})

// The last one: each file has a KV of its own, and this leaves them behind.
test('more sites than one page of KV are all listed', async () => {
  await Promise.all(Array.from({ length: 1001 }, (_, index) => env.PERSONAS.put(`site:many-${index}`, '{}')))
  expect((await kvSiteCopies(env.PERSONAS).names()).filter((name) => name.startsWith('many-'))).toHaveLength(1001)
})
