/** `npm run sites` against the real Worker: what it writes, publishes and refuses. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { OWNER_KEY, runWorker, type Running } from '../../support/running/running-worker.ts'

const SITES = path.join(import.meta.dirname, '../../../build/sites/sites.ts')

let worker: Running
let folder: string

beforeAll(async () => {
  worker = await runWorker({})
})
afterAll(() => worker?.stop())
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inglenook-personas-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sites = (...options: string[]) =>
  new Promise<{ code: number; printed: string }>((resolve) => {
    const env = { PATH: process.env['PATH'], INGLENOOK_URL: worker.url, OWNER_KEY }
    const child = execFile(process.execPath, [SITES, ...options], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, printed: stdout + stderr }),
    )
  })
const fileOf = (site: string) => path.join(folder, `${site}.json`)
const read = async (site: string): Promise<object> => JSON.parse(await readFile(fileOf(site), 'utf8'))
const write = (site: string, content: unknown) =>
  writeFile(fileOf(site), typeof content === 'string' ? content : JSON.stringify(content))
const owner = async (method: string, where: string, body?: unknown): Promise<unknown> => {
  const response = await worker.call(`/v1/owner/sites${where}`, {
    method,
    token: OWNER_KEY,
    ...(body !== undefined && { body }),
  })
  return response.status === 204 ? null : response.json()
}

test('a pulled file has what differs, and pushing it again changes nothing', async () => {
  await owner('POST', '', { site: 'round', settings: { name: 'Ada', instructions: '文'.repeat(8000) } })
  expect(await sites('pull', folder)).toMatchObject({
    code: 0,
    printed: expect.stringContaining('round.json: new, version 1'),
  })
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['demo.json', 'round.json']))
  expect(await read('round')).toEqual({
    $schema: `${worker.url}/console/settings.schema.json`,
    version: 1,
    name: 'Ada',
    instructions: '文'.repeat(8000),
    greeting: 'Hello! How can I help?',
    starterPrompts: [],
  })
  const before = await owner('GET', '/round')
  const pushed = await sites('push', folder)
  expect(pushed).toMatchObject({ code: 0, printed: expect.stringContaining('0 published') })
  expect(await owner('GET', '/round')).toEqual(before)
})

test('a file is published, gets its new version, and can be pushed again', async () => {
  await write('fresh', { name: 'Fresh' })
  const { code, printed } = await sites('push', folder)
  expect(code).toBe(0)
  expect(printed).toContain('published as version 1')
  // What leaves its visitors without an answer is said; it may be published before its page is there.
  expect(printed).toContain('fresh.json: warning: no page is allowed to have the chat.')
  // A new site has first words of its own, and the file has them from now on.
  const english = { instructions: expect.stringContaining('assistant of this website'), greeting: expect.any(String) }
  expect(await read('fresh')).toEqual({ version: 1, name: 'Fresh', ...english, starterPrompts: [] })
  expect(await sites('push', folder)).toMatchObject({ code: 0, printed: expect.stringContaining('0 published') })
  await write('fresh', { version: 1, name: 'Fresher', temperature: 1 })
  expect(await sites('push', folder, '--note', 'from git')).toMatchObject({ code: 0 })
  expect(await read('fresh')).toEqual({ version: 2, name: 'Fresher', temperature: 1 })
  expect(await owner('GET', '/fresh/versions')).toMatchObject({
    versions: [{ version: 2, note: 'from git' }, { version: 1 }],
  })
})

test('every problem in every file is reported with file and path, and nothing is published', async () => {
  await write('good', { name: 'Good' })
  await write('one', '{"temperature": 7, "nonsense": 1, "__proto__": {"x": 1}, "version": "2"}')
  await write('two', { allowedOrigins: ['https://shop.example/'] })
  await write('three', '{')
  await write('Four', {})
  const { code, printed } = await sites('push', folder)
  expect(code).toBe(1)
  for (const line of [
    'one.json: version:',
    'one.json: temperature:',
    'one.json: nonsense:',
    'one.json: __proto__:',
    'two.json: allowedOrigins.0: An origin does not end with a slash.',
    'three.json: this is not a JSON object',
    'Four.json: the file',
    'Nothing was published: fix 7 problems first',
  ]) {
    expect(printed).toContain(line)
  }
  expect(await owner('GET', '/good')).toHaveProperty('error.code', 'unknown_site')
})

test('what others have published or drafted is not overwritten unless forced', async () => {
  await owner('POST', '', { site: 'shared', settings: { name: 'One' } })
  await sites('pull', folder)
  const draft = await owner('PUT', '/shared/draft', { settings: { name: 'Theirs' }, revision: 0 })
  await write('shared', { version: 1, name: 'Ours' })
  expect(await sites('push', folder)).toMatchObject({
    code: 1,
    printed: expect.stringContaining('the site has a draft'),
  })
  expect(await owner('GET', '/shared')).toMatchObject({ version: 1, draft })

  await owner('POST', '/shared/versions', { revision: 1, live: 1, note: '' })
  const refused = await sites('push', folder)
  expect(refused.code).toBe(1)
  expect(refused.printed).toContain('settings_conflict: version 2 is live, but the file was made from version 1')
  expect(await owner('GET', '/shared')).toMatchObject({ version: 2, name: 'Theirs' })

  expect(await sites('push', folder, '--force')).toMatchObject({ code: 0 })
  expect(await owner('GET', '/shared')).toMatchObject({ version: 3, name: 'Ours' })
  expect(await read('shared')).toMatchObject({ version: 3 })
})

test('what cannot work is explained in one sentence', async () => {
  expect(await sites('push', path.join(folder, 'nowhere'))).toMatchObject({
    code: 1,
    printed: expect.stringContaining('nowhere'),
  })
  expect(await sites('frobnicate')).toMatchObject({ code: 1, printed: expect.stringContaining('pull|push') })
  const { code, printed } = await new Promise<{ code: number; printed: string }>((resolve) => {
    const env = { PATH: process.env['PATH'], INGLENOOK_URL: 'http://127.0.0.1:1', OWNER_KEY }
    const child = execFile(process.execPath, [SITES, 'pull', folder], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, printed: stdout + stderr }),
    )
  })
  expect([code, printed]).toEqual([1, expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 cannot be reached \(.+\)\n$/)])
})
