/** `/healthz`, for a monitor: what is not set, by name, and nothing more. */
import { afterAll, expect, test } from 'vitest'
import { version } from '../../../package.json'
import { CANARY, runWorker, type Running } from '../../support/running/running-worker.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const running: Running[] = []

afterAll(async () => {
  await Promise.all(running.map((worker) => worker.stop()))
})

async function health(bindings: Record<string, string>, method = 'GET') {
  const worker = await runWorker(bindings)
  running.push(worker)
  const response = await worker.call('/healthz', { method })
  const text = await response.text()
  return { worker, status: response.status, body: text === '' ? null : JSON.parse(text) }
}

test('with everything set, health answers 200 and the version, also to HEAD', async () => {
  const { worker, status, body } = await health({})
  expect({ status, body }).toEqual({ status: 200, body: { ok: true, version } })
  const head = await worker.call('/healthz', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('a local provider needs no key, as with `npm start`', async () => {
  const { status, body } = await health({ OPENAI_API_KEY: '', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' })
  expect({ status, body }).toEqual({ status: 200, body: { ok: true, version } })
})

someDays.for<[string, Record<string, string>, { missing: string[]; wrong: string[] }]>([
  ['the provider’s key', { OPENAI_API_KEY: '' }, { missing: ['OPENAI_API_KEY'], wrong: [] }],
  ['our own keys', { SESSION_KEYS: '', OWNER_KEY: '' }, { missing: ['SESSION_KEYS', 'OWNER_KEY'], wrong: [] }],
  ['an owner key that is too short', { OWNER_KEY: 'x'.repeat(31) }, { missing: [], wrong: ['OWNER_KEY'] }],
  ['invalid keys', { SESSION_KEYS: 'no key' }, { missing: [], wrong: ['SESSION_KEYS'] }],
  ['a provider’s address', { OPENAI_BASE_URL: 'ftp://x' }, { missing: [], wrong: ['OPENAI_BASE_URL'] }],
  ['providers that cannot be read', { PROVIDERS: '[{' }, { missing: [], wrong: ['PROVIDERS'] }],
  [
    'a secret that PROVIDERS names',
    {
      OPENAI_API_KEY: '',
      PROVIDERS: JSON.stringify([
        {
          name: 'own',
          baseUrl: 'https://api.example/v1',
          model: 'm',
          secret: 'OWN_KEY',
          gatewaySecret: 'GATEWAY_TOKEN',
        },
        { name: 'free', baseUrl: 'https://free.example/v1', model: 'm' },
      ]),
      GATEWAY_TOKEN: CANARY,
    },
    { missing: ['OWN_KEY'], wrong: [] },
  ],
])('health answers 503 with the name of what is missing: %s', async ([, bindings, said]) => {
  const { status, body } = await health(bindings)
  expect({ status, body }).toEqual({ status: 503, body: { ok: false, version, ...said } })
})
