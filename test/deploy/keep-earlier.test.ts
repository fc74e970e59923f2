/** What a deploy keeps of the releases before it, and what stops it. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { integrityOf } from '../../build/release.ts'
import { keepEarlier } from '../../deploy/release/earlier-files.ts'
import type { Trouble } from '../../deploy/trouble.ts'
import type { Release } from '../../protocol/release.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const entry = (name: string, contents: string, more: object = {}) => ({
  name,
  bytes: Buffer.byteLength(contents),
  integrity: integrityOf(Buffer.from(contents)),
  version: '1.0.0',
  ...more,
})

const listOf = (files: Record<string, string>, dates: Record<string, string> = {}): object => ({
  shape: 1,
  version: '1.0.0',
  files: Object.entries(files).map(([name, contents]) =>
    entry(name, contents, dates[name] ? { replacedOn: dates[name] } : {}),
  ),
})

/** A build: its files by name, and what lists them. */
async function built(files: Record<string, string>): Promise<string> {
  const assets = await mkdtemp(path.join(tmpdir(), 'inglenook-assets-'))
  ends.push(() => rm(assets, { recursive: true, force: true }))
  await mkdir(path.join(assets, 'inglenook'))
  for (const [name, contents] of Object.entries({ ...files, 'files.json': JSON.stringify(listOf(files)) })) {
    await writeFile(path.join(assets, 'inglenook', name), contents)
  }
  return assets
}

/** What is live: its files by name; a number is the status that it answers with. */
async function live(files: Record<string, string | number>, list: unknown): Promise<string> {
  const all: Record<string, string | number> = {
    'files.json': typeof list === 'string' || typeof list === 'number' ? list : JSON.stringify(list),
    ...files,
  }
  const server = createServer((request, response) => {
    const found = all[path.basename(request.url ?? '')] ?? 404
    response.writeHead(typeof found === 'number' ? found : 200).end(typeof found === 'number' ? '' : found)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(async () => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const read = async (assets: string): Promise<Release> =>
  JSON.parse(await readFile(path.join(assets, 'inglenook/files.json'), 'utf8'))

const [OLD, NEW, OLDER] = ['turns-AAAAAAAA.js', 'turns-BBBBBBBB.js', 'loader-0123456789ab.js']

async function keep(address: string, assets: string, most?: number): Promise<string[]> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  await keepEarlier({ live: address, assets, today: '2026-12-01', say, ...(most !== undefined && { most }) })
  return said
}

const refusal = (promise: Promise<unknown>): Promise<Trouble> =>
  promise.then(
    () => expect.fail('nothing stopped it'),
    (error: Trouble) => error,
  )

test('files of the live release and of earlier ones are fetched, and listed with the day they were replaced', async () => {
  const before = { [OLD]: 'old', [OLDER]: 'older', [NEW]: 'new' }
  const assets = await built({ [NEW]: 'new' })
  const address = await live(before, listOf(before, { [OLDER]: '2026-05-05' }))
  const said = await keep(address, assets)
  const { files } = await read(assets)
  expect(files).toEqual([
    entry(NEW, 'new'),
    entry(OLD, 'old', { replacedOn: '2026-12-01' }),
    entry(OLDER, 'older', { replacedOn: '2026-05-05' }),
  ])
  expect(await readFile(path.join(assets, 'inglenook', OLDER), 'utf8')).toBe('older')
  expect(said).toEqual(['Kept 2 files of earlier releases, the oldest replaced on 2026-05-05.'])
})

test('a second run changes nothing, and so does the same release', async () => {
  const before = { [OLD]: 'old' }
  const assets = await built({ [NEW]: 'new' })
  const address = await live(before, listOf(before))
  await keep(address, assets)
  const once = await read(assets)
  await keep(address, assets)
  expect(await read(assets)).toEqual(once)
  const again = await live({ [OLD]: 'old', [NEW]: 'new' }, once)
  const rebuilt = await built({ [NEW]: 'new' })
  await keep(again, rebuilt)
  expect(await read(rebuilt)).toEqual(once)
})

test('a rolled-back release keeps newer files', async () => {
  const address = await live(
    { [NEW]: 'new', [OLD]: 'old' },
    listOf({ [NEW]: 'new', [OLD]: 'old' }, { [OLD]: '2026-11-01' }),
  )
  const assets = await built({ [OLD]: 'old' })
  await keep(address, assets)
  expect((await read(assets)).files).toEqual([entry(OLD, 'old'), entry(NEW, 'new', { replacedOn: '2026-12-01' })])
})

test('if there is no room, the oldest files are dropped and named', async () => {
  const before = { [OLD]: 'old', [OLDER]: 'older' }
  const address = await live(before, listOf(before, { [OLDER]: '2026-05-05' }))
  const assets = await built({ [NEW]: 'new' })
  // The list, its own file, and one more.
  const said = await keep(address, assets, 3)
  expect((await readdir(path.join(assets, 'inglenook'))).toSorted()).toEqual(['files.json', OLD, NEW].toSorted())
  expect(said.at(-1)).toContain('1 of the oldest had to be dropped (2026-05-05 and before)')
  expect(said.at(-1)).toContain(OLDER)
  const roomy = await built({ [NEW]: 'new' })
  await keep(address, roomy, 4)
  expect(await readdir(path.join(roomy, 'inglenook'))).toHaveLength(4)
})

test.each([
  ['a file that was changed', { [OLD]: 'bad' }, listOf({ [OLD]: 'old' }), /does not match the list there/],
  ['a file that is missing', {}, listOf({ [OLD]: 'old' }), /turns-AAAAAAAA\.js answers 404/],
  ['no list', {}, 404, /files\.json answers 404/],
  ['a Worker that fails', {}, 503, /files\.json answers 503/],
  ['a page instead of a list', {}, '<!doctype html>', /has no readable list of files/],
  ['a list of a newer release', {}, { shape: 2, files: [] }, /written by a newer release \(shape 2\)/],
  [
    'a path instead of a name',
    {},
    { shape: 1, version: '1', files: [entry('../../x-AAAAAAAA.js', '')] },
    /has an invalid entry/,
  ],
])('%s stops it with advice, and the list stays', async (_, files, list, sentence) => {
  const assets = await built({ [NEW]: 'new' })
  const before = await read(assets)
  const { message, remedy } = await refusal(keep(await live(files, list), assets))
  expect(message).toMatch(sentence)
  expect(remedy).not.toBe('')
  expect(await read(assets)).toEqual(before)
  expect(await readdir(path.join(assets, 'inglenook'))).not.toContain(OLD)
})

test('an unreachable Worker stops the command; the flag, or having no Worker, lets it continue', async () => {
  const address = await live({}, listOf({}))
  for (const end of ends.splice(0)) await end()
  const assets = await built({ [NEW]: 'new' })
  const run = async (args: string[], environment: Record<string, string> = {}) => {
    const command = [path.join(ROOT, 'deploy/release/keep-earlier.ts'), '--assets', assets, ...args]
    const env = { PATH: process.env['PATH'], ...environment }
    return promisify(execFile)(process.execPath, command, { env }).then(
      ({ stdout }) => ({ code: 0, told: stdout }),
      ({ code, stderr }) => ({ code, told: String(stderr) }),
    )
  }
  const stopped = await run(['--live', address])
  expect(stopped.code).toBe(1)
  expect(stopped.told).toMatch(/cannot be reached: .*ECONNREFUSED[\s\S]*INGLENOOK_WITHOUT_EARLIER=yes/)
  expect(await run(['--live', address, '--without-earlier'])).toMatchObject({ code: 0 })
  expect(await run([], { INGLENOOK_URL: address, INGLENOOK_WITHOUT_EARLIER: 'yes' })).toMatchObject({ code: 0 })
  expect(await run([], { INGLENOOK_URL: address })).toMatchObject({ code: 1 })
  const wrong = await run(['--live', 'chat example'])
  expect(wrong).toMatchObject({ code: 1, told: expect.stringContaining('is not an address') })
})
