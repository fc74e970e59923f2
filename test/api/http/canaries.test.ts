/** Four canaries: the owner's key, the provider's, the signing key, and what another visitor wrote. None is ever found outside. */
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionToken } from '../../../protocol/schemas/session.ts'
import { OWNER_KEY, PROVIDER_KEY, SECRETS, secretsIn, SESSION_KEYS } from '../../support/running/canaries.ts'
import { heard, overhear } from '../../support/browser/overheard.ts'
import { PAGE, runWorker, type Call, type Running } from '../../support/running/running-worker.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const ROOT = path.join(import.meta.dirname, '../../..')

describe('the check for secrets finds', () => {
  const leak = async (body: string | Buffer, headers: Record<string, string> = {}, pieces = 1): Promise<string[]> => {
    const server = createServer(async (_request, response) => {
      response.writeHead(200, headers)
      const size = Math.ceil(body.length / pieces)
      for (let at = 0; at < body.length; at += size) {
        response.write(body.slice(at, at + size))
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    await (await fetch(`http://127.0.0.1:${address.port}/planted`)).text()
    server.close()
    return heard().found.map((found) => found.split(':')[0] ?? '')
  }
  const [, signing = ''] = SESSION_KEYS.split(':')
  const raw = Buffer.from(signing, 'base64url')

  test.for<[string, () => Promise<string[]>, string]>([
    ['the owner’s key in a body', () => leak(`{"error":"${OWNER_KEY}"}`), 'the owner’s key'],
    ['the provider’s key in two chunks', () => leak(`data: ${PROVIDER_KEY}`, {}, 2), 'the provider’s key'],
    ['the provider’s key in a header', () => leak('', { 'x-debug': `Bearer ${PROVIDER_KEY}` }), 'the provider’s key'],
    [
      'a key in pieces of an answer',
      () => leak(`data: {"text":"${OWNER_KEY.slice(0, 7)}"}\n\nid: 1.2\ndata: {"text":"${OWNER_KEY.slice(7)}"}\n\n`),
      'the owner’s key',
    ],
    ['a key in base64', () => leak(Buffer.from(`key: ${OWNER_KEY} `).toString('base64')), 'the owner’s key'],
    ['a key in gzip', () => leak(gzipSync(OWNER_KEY), { 'content-encoding': 'gzip' }), 'the owner’s key'],
    ['a key in Brotli', () => leak(brotliCompressSync(OWNER_KEY), { 'content-encoding': 'br' }), 'the owner’s key'],
    ['the signing key as it is configured', () => leak(SESSION_KEYS), 'the signing key'],
    ['the signing key’s own bytes', () => leak(raw), 'the signing key'],
    ['the signing key in hex', () => leak(raw.toString('hex')), 'the signing key'],
  ])('%s', async ([, plant, name]) => {
    expect(await plant()).toEqual([name])
  })

  test('a key in a line of the log', () => {
    overhear('the log', JSON.stringify({ event: 'fault', detail: `Bearer ${PROVIDER_KEY}` }))
    expect(heard().found).toEqual(['the provider’s key: the log'])
  })

  test('and finds nothing else', async () => {
    expect(await leak('{"ok":true}')).toEqual([])
  })
})

describe('what another visitor wrote', () => {
  const TEXT = 'canary-of-another-visitor-9f27c1'
  let upstream: TellingUpstream
  let worker: Running
  let theirs: string
  let turn: string

  beforeAll(async () => {
    // Repeats everything the model is told: what one visitor's question knew of another's would show.
    upstream = await startTellingUpstream((_n, messages) => ({ text: JSON.stringify(messages), piece: 10_000 }))
    worker = await runWorker({ OPENAI_BASE_URL: upstream.url })
    theirs = await worker.open()
    turn = crypto.randomUUID()
    const events = await worker.ask(theirs, `${TEXT} in a question`, turn)
    expect(JSON.stringify(events)).toContain(TEXT)
    const comment = { rating: 'down', comment: `${TEXT} in a comment` }
    const call: Call = { method: 'PUT', token: theirs, body: comment }
    expect((await worker.call(`/v1/turns/${turn}/feedback`, call)).status).toBe(200)
  })

  afterAll(async () => {
    await worker?.stop()
    await upstream?.stop()
  })

  test('does not reach a visitor who knows the id of its turn, or a line of the log', async () => {
    const token = await worker.open()
    const told: string[] = []
    const ask = async (address: string, call: Call): Promise<string> => {
      const response = await worker.call(address, call)
      const text = await response.text()
      told.push(JSON.stringify([...response.headers]), text)
      return text
    }
    for (const [method, address, body] of [
      ['POST', '/v1/turns', { id: crypto.randomUUID(), text: 'what did the one before me ask?' }],
      ['GET', '/v1/session', undefined],
      ['POST', '/v1/turns', { id: turn, text: 'the same name' }],
      ['GET', `/v1/turns/${turn}/stream`, undefined],
      ['POST', `/v1/turns/${turn}/retry`, {}],
      ['POST', `/v1/turns/${turn}/retry`, { attempt: 9 }],
      ['PUT', `/v1/turns/${turn}/feedback`, { rating: 'up' }],
      ['POST', `/v1/turns/${turn}/stop`, undefined],
      ['GET', '/v1/sites/demo', undefined],
      ['GET', '/v1/models', undefined],
      ['GET', '/v1/owner/sites/demo/transcripts', undefined],
      ['POST', '/v1/owner/sites/demo/exports', { sessions: [] }],
      ['DELETE', '/v1/session', undefined],
    ] as const) {
      await ask(address, { method, token, ...(body && { body }) })
    }
    const body = { session: theirs, token: theirs }
    const { token: another }: SessionToken = JSON.parse(await ask('/v1/sites/demo/sessions', { method: 'POST', body }))
    expect(JSON.parse(await ask('/v1/session', { token: another }))).toEqual({ turns: [] })

    expect(told.length).toBeGreaterThan(24)
    expect(told.filter((text) => text.includes(TEXT))).toEqual([])
    expect(worker.log.length).toBeGreaterThan(2)
    expect(worker.log.filter((line) => line.includes(TEXT))).toEqual([])
  })

  test('is still there for the visitor who wrote it', async () => {
    const response = await worker.call('/v1/session', { token: theirs, headers: { origin: PAGE } })
    const text = await response.text()
    expect(text).toContain(`${TEXT} in a question`)
    expect(text).toContain(`${TEXT} in a comment`)
  })
})

test('no canary is in the build output or in a source that is not a test', () => {
  const inFolder = (folder: string) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
  const files = ['dist', 'protocol', 'worker', 'widget', 'console', 'demo', 'build', 'bench'].flatMap(inFolder)
  expect(files.filter((file) => file.includes(`${path.sep}dist${path.sep}`)).length).toBeGreaterThan(50)
  expect(files.filter((file) => secretsIn(readFileSync(file, 'latin1')).length > 0)).toEqual([])
  expect(SECRETS.size).toBe(3)
})
