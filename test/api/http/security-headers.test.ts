/** The headers of every kind of answer: what the Worker says, and the files beside it. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byCookie, send, signIn, signedIn } from '../../support/browser/owner-console.ts'
import { startProgramUpstream, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { OWNER_KEY, runWorker, type Running } from '../../support/running/running-worker.ts'

let upstream: ProgramUpstream
let worker: Running
let token: string
let owner: Record<string, string>
const turn = crypto.randomUUID()

beforeAll(async () => {
  upstream = await startProgramUpstream()
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url }, { hasFront: true })
  token = await worker.open()
  await worker.ask(token, 'where?', turn)
  owner = byCookie(await signedIn(worker))
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

const program = (body: object | string) =>
  worker.call('/v1/chat/completions', { method: 'POST', token: OWNER_KEY, body })
const asks = (model: string, stream = false) => program({ model, stream, messages: [{ role: 'user', content: 'x' }] })
const fromOwner = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', address: string, body?: object) =>
  send(worker, { method, path: `/v1/owner${address}`, ...(body && { body }) }, owner)

/** Every kind of answer that code of ours makes or passes on, with its status. */
const ANSWERS: Readonly<Record<string, [status: number, () => Promise<Response>]>> = {
  'the front page': [200, () => worker.call('/')],
  'whether it is alive': [200, () => worker.call('/healthz')],
  'HEAD of the front page': [200, () => worker.call('/', { method: 'HEAD' })],
  'HEAD of a site': [200, () => worker.call('/v1/sites/demo', { method: 'HEAD' })],
  'HEAD of nothing': [404, () => worker.call('/v1/nothing', { method: 'HEAD' })],
  'no such address': [404, () => worker.call('/nothing')],
  'no such file of the console': [404, () => worker.call('/console/files/nothing.js')],
  'no such file of the widget': [404, () => worker.call('/inglenook/nothing.js')],
  'no such address of the API': [404, () => worker.call('/v1/nothing', { method: 'PATCH' })],
  'a site': [200, () => worker.call('/v1/sites/demo')],
  'no such site': [404, () => worker.call('/v1/sites/nobody')],
  'a preflight': [204, () => worker.call('/v1/turns', { method: 'OPTIONS' })],
  'a preflight of a site': [204, () => worker.call('/v1/sites/demo/sessions', { method: 'OPTIONS' })],
  'a preflight that is refused': [
    403,
    () => worker.call('/v1/sites/demo/sessions', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
  ],
  'a session': [201, () => worker.call('/v1/sites/demo/sessions', { method: 'POST', body: {} })],
  'a history': [200, () => worker.call('/v1/session', { token })],
  'no token': [401, () => worker.call('/v1/session')],
  'another origin': [403, () => worker.call('/v1/session', { token, headers: { origin: 'https://evil.example' } })],
  'a stream': [
    200,
    () => worker.call('/v1/turns', { method: 'POST', token, body: { id: crypto.randomUUID(), text: 'where?' } }),
  ],
  'a stream that is resumed': [200, () => worker.call(`/v1/turns/${turn}/stream`, { token })],
  'no such turn': [404, () => worker.call(`/v1/turns/${crypto.randomUUID()}/stream`, { token })],
  feedback: [200, () => worker.call(`/v1/turns/${turn}/feedback`, { method: 'PUT', token, body: { rating: 'up' } })],
  'not JSON': [400, () => worker.call('/v1/turns', { method: 'POST', token, body: '{' })],
  'too long': [413, () => worker.call('/v1/turns', { method: 'POST', token, body: 'x'.repeat(70_000) })],
  'a form': [
    415,
    () => worker.call('/v1/turns', { method: 'POST', token, body: 'a=b', headers: { 'content-type': 'text/plain' } }),
  ],
  'a completion': [200, () => asks('plain')],
  'a completion as a stream': [200, () => asks('plain', true)],
  'a provider’s error, passed on': [400, () => asks('status-400')],
  'a provider that refuses our key': [502, () => asks('status-401')],
  'a provider’s redirect': [502, () => asks('redirect')],
  'a connection that broke': [502, () => asks('reset')],
  'a provider’s headers': [200, () => asks('headers')],
  models: [200, () => worker.call('/v1/models', { token: OWNER_KEY })],
  'a wrong key': [401, () => worker.call('/v1/models', { token: 'ik-guess' })],
  'a sign-in': [201, () => signIn(worker, { key: OWNER_KEY })],
  'a sign-in that is refused': [401, () => signIn(worker, { key: 'a guess' })],
  sites: [200, () => fromOwner('GET', '/sites')],
  'settings that do not fit': [400, () => fromOwner('POST', '/sites', { site: 'acme', settings: { name: 7 } })],
  'a draft that is dropped': [204, () => fromOwner('DELETE', '/sites/demo/draft', { revision: 0 })],
  'no CSRF token': [
    403,
    () => send(worker, { method: 'GET', path: '/v1/owner/sites' }, { cookie: owner['cookie'] ?? '' }),
  ],
  'nobody’s cookie': [401, () => send(worker, { method: 'GET', path: '/v1/owner/sites' })],
}

const TYPES = /^(application\/json|text\/plain;\s*charset=utf-8|text\/event-stream(;\s*charset=utf-8)?)$/i

describe('the Worker’s own responses are data: not pages, not framed, not cached', () => {
  test.for(Object.entries(ANSWERS))('%s', async ([, [status, ask]]) => {
    const response = await ask()
    await response.text()
    const { headers } = response
    expect(response.status).toBe(status)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: expect.stringContaining('Origin'),
    })
    if (status !== 204) expect(headers.get('content-type')).toMatch(TYPES)
    // No cookies of ours go along with requests of other origins, whatever they may read.
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    for (const name of ['server', 'x-powered-by', 'openai-organization']) expect(headers.get(name)).toBeNull()
  })
})

test('only signing in and out sets a cookie', async () => {
  const setting: string[] = []
  for (const [name, [, ask]] of Object.entries(ANSWERS)) {
    const response = await ask()
    await response.body?.cancel()
    if (response.headers.getSetCookie().length > 0) setting.push(name)
  }
  expect(setting).toEqual(['a sign-in'])
})

const ASSETS = path.join(import.meta.dirname, '../../../dist/assets')
const files = (folder: string) => readdirSync(path.join(ASSETS, folder)).map((name) => `/${folder}/${name}`)
const get = async (address: string) => {
  const response = await worker.call(address)
  await response.text()
  return { status: response.status, headers: response.headers }
}

describe('the console’s files cannot be framed and run nothing else', () => {
  const PAGES = ['/console/', ...files('console').filter((file) => /schema/.test(file)), ...files('console/files')]

  test('every one of them', async () => {
    expect(PAGES.length).toBeGreaterThan(10)
    for (const address of PAGES) {
      const { status, headers } = await get(address)
      expect({ address, status, ...Object.fromEntries(headers) }).toMatchObject({
        status: 200,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringMatching(/camera=\(\).*microphone=\(\).*geolocation=\(\)/),
        'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
      })
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*|http:/)
      expect(headers.get('content-security-policy')).toMatch(/require-trusted-types-for 'script'; trusted-types 'none'/)
    }
  })

  test('only the console may frame the preview', async () => {
    const { headers } = await get('/console/preview')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'self'/)
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

test('every page may load the widget’s files, and they have the right types', async () => {
  const widget = ['/inglenook.js', ...files('inglenook')]
  expect(widget.length).toBeGreaterThan(20)
  for (const address of widget) {
    const { status, headers } = await get(address)
    expect({ address, status, ...Object.fromEntries(headers) }).toMatchObject({
      status: 200,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-type': expect.stringMatching(/^(text\/javascript|application\/javascript|application\/json)/),
    })
    expect(headers.getSetCookie()).toEqual([])
  }
})
