/** Settings that leave visitors without an answer: told before they are published and after, and every refusal is counted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../../protocol/schemas/finding.ts'
import type { TranscriptPage } from '../../../protocol/schemas/transcript.ts'
import type { SiteUsage } from '../../../protocol/schemas/site-usage.ts'
import { field } from '../../../protocol/record.ts'
import { startCountingUpstream, type CountingUpstream } from '../../support/upstreams/counting-upstream.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'

const MODEL = 'of-no-list'
const SPENDING = { allowedOrigins: [PAGE], spendPerDay: 5 }

let upstream: CountingUpstream
let worker: Running
/** The same Worker, which has been told a price. */
let priced: Running

beforeAll(async () => {
  upstream = await startCountingUpstream()
  const variables = { OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: MODEL }
  const sites = { spending: SPENDING, one: { allowedOrigins: [PAGE], turnsPerSession: 1 }, open: SPENDING }
  worker = await runWorker(variables, { sites })
  const OPENAI_PRICES = JSON.stringify({ [MODEL]: { input: 1, output: 2 } })
  priced = await runWorker({ ...variables, OPENAI_PRICES }, { sites })
})
afterAll(async () => {
  await worker?.stop()
  await priced?.stop()
  await upstream?.stop()
})

async function owner<Answer>(path: string, body?: object, of = worker): Promise<Answer> {
  const method = body ? 'POST' : 'GET'
  const response = await of.call(`/v1/owner/sites${path}`, { method, token: OWNER_KEY, ...(body && { body }) })
  expect(response.status).toBeLessThan(300)
  return response.json()
}

const amiss = async (path: string, body?: object, of = worker): Promise<string[]> => {
  const { findings } = await owner<{ findings: Finding[] }>(path, body, of)
  return findings.filter(({ state }) => state !== 'well').map(({ reason, detail }) => `${reason} ${detail}`.trim())
}

async function ask(token: string, of = worker): Promise<{ status: number; code: unknown }> {
  const body = { id: crypto.randomUUID(), text: 'What does it cost?' }
  const response = await of.call('/v1/turns', { method: 'POST', token, body })
  const text = await response.text()
  return { status: response.status, code: response.ok ? null : field(field(JSON.parse(text), 'error'), 'code') }
}

describe('a limit on spending without a price', () => {
  const told = `price_unknown default: ${MODEL}`

  test('is reported before publishing, for the live settings, and by the check of a page', async () => {
    expect(await amiss('/demo/readiness', { settings: SPENDING })).toEqual([told])
    expect(await amiss('/demo/readiness', { settings: { allowedOrigins: [PAGE] } })).toEqual([])
    expect(await amiss('/spending/readiness')).toEqual([told])
    expect(await amiss('/spending/checks', { page: PAGE })).toContain(told)
  })

  test('refuses every question without asking a provider; each is counted, and the lists of conversations show it', async () => {
    const before = upstream.models.length
    const token = await worker.open('spending')
    for (let n = 0; n < 2; n += 1) expect(await ask(token)).toEqual({ status: 503, code: 'site_misconfigured' })
    expect(upstream.models.length).toBe(before)
    expect(await refusals('spending', 2)).toEqual([['site_misconfigured', 2]])
    expect(await owner<TranscriptPage>('/spending/transcripts')).toEqual({ sessions: [], next: null, refused: 2 })
    expect(await owner<TranscriptPage>('/spending/transcripts?to=2026-01-01')).toMatchObject({ refused: 0 })
  })

  test('is fine with OPENAI_PRICES, and the usage record has the cost', async () => {
    expect(await amiss('/open/readiness', undefined, priced)).toEqual([])
    expect(await ask(await priced.open('open'), priced)).toEqual({ status: 200, code: null })
  })
})

test('a question beyond a conversation’s limit is counted, and answered questions are not', async () => {
  const token = await worker.open('one')
  expect(await ask(token)).toEqual({ status: 200, code: null })
  expect(await ask(token)).toEqual({ status: 429, code: 'session_limit_reached' })
  expect(await refusals('one', 1)).toEqual([['session_limit_reached', 1]])
})

/** Nobody waits for the count: it comes a moment after the refusal. */
async function refusals(site: string, atLeast: number): Promise<(readonly [string, number])[]> {
  const today = new Date().toISOString().slice(0, 10)
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
  const read = async () => (await owner<SiteUsage>(`/${site}/usage?from=${yesterday}&to=${today}`)).refused
  await expect
    .poll(async () => (await read()).reduce((sum, { questions }) => sum + questions, 0))
    .toBeGreaterThanOrEqual(atLeast)
  return (await read()).map(({ code, questions }) => [code, questions])
}
