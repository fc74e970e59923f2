import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { LONG_TEST } from '../../support/sampling/patient.ts'
import { CANARY, runWorker, type Running } from '../../support/running/running-worker.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let upstream: FaultUpstream
const running: Running[] = []

beforeAll(async () => {
  upstream = await startFaultUpstream(faultScripts)
})

afterAll(async () => {
  await Promise.all(running.map((worker) => worker.stop()))
  await upstream?.stop()
})

async function against(baseUrl: string, bindings: Record<string, string> = {}): Promise<Running> {
  const worker = await runWorker({ OPENAI_BASE_URL: baseUrl, ...bindings })
  running.push(worker)
  return worker
}

/** Asks one question and says what became of it, on the wire, in the history and in the owner's log. */
async function outcome(worker: Running) {
  const token = await worker.open()
  const last = (await worker.ask(token, 'is anybody there?')).at(-1)
  const { turns }: SessionView = await (await worker.call('/v1/session', { token })).json()
  return { last, turns, log: worker.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'turn') }
}

describe('an upstream in trouble: a message by code, the question kept, a line that tells the owner what to fix', () => {
  someDays.for<[string, string, string]>([
    ['status-401', 'upstream_key_refused', 'OPENAI_API_KEY'],
    ['status-404', 'upstream_model_unknown', 'OPENAI_MODEL'],
    ['status-429', 'upstream_rate_limited', 'quota'],
    ['status-500', 'upstream_unavailable', 'OPENAI_BASE_URL'],
    ['reset-before-headers', 'upstream_unavailable', 'OPENAI_BASE_URL'],
  ])('%s is %s', async ([script, code, mend]) => {
    const { last, turns, log } = await outcome(await against(`${upstream.url}/${script}/v1`))
    expect(last).toMatchObject({ event: 'failed', data: { error: { code, param: null }, turn: { state: 'failed' } } })
    expect(turns).toMatchObject([{ question: 'is anybody there?', state: 'failed', failure: code }])
    expect(log).toMatchObject([{ code, state: 'failed', mend: expect.stringContaining(mend) }])
  })

  someDays('nothing listens at the address', async () => {
    const { last } = await outcome(await against('http://127.0.0.1:9/v1'))
    expect(last).toMatchObject({ event: 'failed', data: { error: { code: 'upstream_unavailable' } } })
  })

  test('without a key and a provider, the visitor gets a friendly sentence and the owner the missing secret', async () => {
    const worker = await against('https://api.openai.com/v1', { OPENAI_API_KEY: '' })
    const { last, log } = await outcome(worker)
    expect(last).toMatchObject({
      event: 'failed',
      data: { error: { code: 'upstream_not_configured', message: 'The assistant is not connected yet.' } },
    })
    expect(log).toMatchObject([{ mend: expect.stringContaining('wrangler secret put OPENAI_API_KEY') }])
  })
})

describe('several providers', () => {
  const providers = (...scripts: string[]) =>
    JSON.stringify(
      scripts.map((script) => ({
        name: script,
        baseUrl: `${upstream.url}/${script}.several/v1`,
        model: 'm',
        secret: 'OPENAI_API_KEY',
      })),
    )

  test('the second one answers when the first fails, and both the turn and the log say so', async () => {
    const worker = await against('', { PROVIDERS: providers('status-502', 'whole') })
    const { last, turns } = await outcome(worker)
    expect(last).toMatchObject({ event: 'done', data: { turn: { state: 'complete', provider: 'whole' } } })
    expect(turns).toMatchObject([{ answer: 'The capital of China is Beijing。', provider: 'whole' }])
    expect(upstream.calls.get('status-502.several')).toBe(3)
    const tried = worker.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'upstream')
    expect(tried).toMatchObject(
      [1, 2, 3].map((count) => ({ provider: 'status-502', tried: count, code: 'upstream_unavailable' })),
    )
    expect([...worker.sent, ...worker.log].join('')).not.toContain(CANARY)
  })

  test('for an invalid list, the visitor gets a sentence and the owner a path; the rest of the Worker works', async () => {
    const worker = await against('', { PROVIDERS: '[{"name":"one","baseUrl":"http://10.0.0.1/v1","model":"m"}]' })
    expect((await worker.call('/v1/sites/demo')).status).toBe(200)
    expect(await (await worker.call('/healthz')).json()).toMatchObject({ ok: false, wrong: ['PROVIDERS'] })
    const { last, log } = await outcome(worker)
    expect(last).toMatchObject({ event: 'failed', data: { error: { code: 'site_misconfigured' } } })
    expect(log).toMatchObject([{ detail: 'PROVIDERS.0.baseUrl: a name, not an IP address' }])
  })

  someDays('a deployed Worker does not call an address that is allowed only in development', async () => {
    const worker = await against(`${upstream.url}/whole.public/v1`, { LOCAL_UPSTREAMS: '' })
    const { last, log } = await outcome(worker)
    expect(last).toMatchObject({ event: 'failed', data: { error: { code: 'site_misconfigured' } } })
    expect(log).toMatchObject([{ detail: 'OPENAI_BASE_URL: https only' }])
    expect(upstream.calls.get('whole.public')).toBeUndefined()
  })
})

someDays('the next question works after a retry', async () => {
  const worker = await against(`${upstream.url}/status-500/v1`)
  const token = await worker.open()
  const id = crypto.randomUUID()
  await worker.ask(token, 'is anybody there?', id)
  const again = await worker.call(`/v1/turns/${id}/retry`, { method: 'POST', token, body: { attempt: 2 } })
  expect(again.status).toBe(200)
  expect(await again.text()).toContain('"attempt":2')
  expect(upstream.calls.get('status-500')).toBeGreaterThanOrEqual(2)
})

test(
  'the key stays in the Worker: not in a body, a header or a log line, even when an upstream quotes it',
  LONG_TEST,
  async () => {
    const workers = await Promise.all(
      ['whole', 'status-401', 'error-frame', 'malformed-frame'].map((script) =>
        against(`${upstream.url}/${script}/v1`),
      ),
    )
    for (const worker of workers) {
      await outcome(worker)
      expect(worker.sent.length).toBeGreaterThan(4)
      const everything = [...worker.sent, ...worker.log].join('\n')
      expect(everything).not.toContain(CANARY)
      expect(everything).not.toContain('sk-canary-in-an-upstream-error')
    }
  },
)
