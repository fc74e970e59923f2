import { describe, expect, test } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { dialectOf, type DialectName } from '../../../worker/providers/dialects.ts'
import { readProviders } from '../../../worker/providers/provider-list.ts'

const SECRETS: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'sk-default',
  DEEPSEEK_KEY: 'sk-deep',
  GATE: 'gate',
}

const deployment = {
  providers: '',
  baseUrl: 'https://api.openai.com/v1',
  model: 'gpt-4.1-mini',
  reach: 'public' as const,
  secret: (name: string) => SECRETS[name] ?? '',
}

const read = (providers: unknown) =>
  readProviders({ ...deployment, providers: typeof providers === 'string' ? providers : JSON.stringify(providers) })

const one = { name: 'one', baseUrl: 'https://one.example/v1', model: 'm' }

function detailOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof Failure && error.code === 'site_misconfigured') return error.detail
    throw error
  }
  return expect.unreachable('it was taken')
}

describe('without PROVIDERS', () => {
  test('there is one, from the three variables everybody knows', () => {
    expect(readProviders(deployment)).toEqual([
      {
        name: 'default',
        baseUrl: 'https://api.openai.com/v1',
        key: 'sk-default',
        dialect: dialectOf('openai'),
        model: 'gpt-4.1-mini',
        models: {},
        reasoning: [],
        apiVersion: '',
        gatewayToken: '',
      },
    ])
  })

  test('an empty address is OpenAI’s', () => {
    expect(readProviders({ ...deployment, baseUrl: '' })).toEqual(readProviders(deployment))
  })

  test('a hostile address is named by its variable', () => {
    expect(detailOf(() => readProviders({ ...deployment, baseUrl: 'https://169.254.169.254/v1' }))).toBe(
      'OPENAI_BASE_URL: a name, not an IP address',
    )
  })
})

describe('with PROVIDERS', () => {
  test('they stand in the order that was written, each with its own key', () => {
    const price = { input: 0.28, cachedInput: 0.028, output: 0.42 }
    const [first, second, third] = read([
      { ...one, baseUrl: 'https://api.deepseek.com/', secret: 'DEEPSEEK_KEY', models: { 'deepseek-chat': price } },
      { ...one, name: 'two', baseUrl: 'https://gateway.ai.cloudflare.com/v1/a/g/compat', gatewaySecret: 'GATE' },
      { ...one, name: 'three', secret: 'NOT_SET', dialect: 'azure', apiVersion: '2024-10-21', reasoning: ['m'] },
    ])
    expect(first).toMatchObject({
      name: 'one',
      baseUrl: 'https://api.deepseek.com',
      key: 'sk-deep',
      dialect: dialectOf('deepseek'),
      models: { 'deepseek-chat': price },
    })
    expect(second).toMatchObject({ key: '', dialect: dialectOf('ai-gateway'), gatewayToken: 'gate' })
    expect(third).toMatchObject({ key: '', dialect: dialectOf('azure'), apiVersion: '2024-10-21', reasoning: ['m'] })
  })

  test.for<[string, DialectName]>([
    ['https://api.openai.com/v1', 'openai'],
    ['https://mine.openai.azure.com', 'azure'],
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://api.deepseek.com', 'deepseek'],
    ['https://gateway.ai.cloudflare.com/v1/a/g/compat', 'ai-gateway'],
    ['https://api.cloudflare.com/client/v4/accounts/a/ai/v1', 'workers-ai'],
    ['https://api.openai.com.evil.example/v1', 'compatible'],
    ['https://one.example/v1', 'compatible'],
  ])('%s speaks %s', ([baseUrl, dialect]) => {
    expect(read([{ ...one, baseUrl }])[0]?.dialect).toBe(dialectOf(dialect))
  })

  test('a machine of one’s own speaks local', () => {
    const providers = JSON.stringify([{ ...one, baseUrl: 'http://localhost:11434/v1' }])
    expect(readProviders({ ...deployment, reach: 'local', providers })[0]?.dialect).toBe(dialectOf('local'))
  })

  test.for<[string, unknown, string]>([
    ['that is not JSON', '[{', 'PROVIDERS: not JSON'],
    ['that is no list', one, 'PROVIDERS'],
    ['that is empty', [], 'PROVIDERS'],
    ['without an address', [{ name: 'one', model: 'm' }], 'PROVIDERS.0.baseUrl'],
    ['without a model', [{ ...one, model: '' }], 'PROVIDERS.0.model'],
    ['with a name twice', [one, one], 'PROVIDERS: names are unique'],
    ['with an unknown field', [{ ...one, key: 'sk-in-plain-sight' }], 'PROVIDERS.0.key'],
    ['with an unknown dialect', [one, { ...one, name: 'two', dialect: 'no-such-dialect' }], 'PROVIDERS.1.dialect'],
    ['with http', [{ ...one, baseUrl: 'http://one.example/v1' }], 'PROVIDERS.0.baseUrl: https only'],
    ['with a negative price', [{ ...one, models: { m: { input: -1, output: 1 } } }], 'PROVIDERS.0.models.m.input'],
    ['with our own signing key', [{ ...one, secret: 'SESSION_KEYS' }], 'PROVIDERS.0.secret'],
  ])('one %s is site_misconfigured, with the path', ([, providers, path]) => {
    const detail = detailOf(() => read(providers))
    expect(detail?.startsWith(path)).toBe(true)
    expect(detail).not.toContain('sk-in-plain-sight')
  })
})

test('a variable of the type JSON arrives parsed', () => {
  expect(readProviders({ ...deployment, providers: [one] })).toMatchObject([{ name: 'one' }])
  expect(readProviders({ ...deployment, providers: undefined })).toMatchObject([{ name: 'default' }])
  expect(detailOf(() => readProviders({ ...deployment, providers: 7 }))).toBe('PROVIDERS')
})

test.for(['SESSION_KEYS', 'OWNER_KEY'])('%s is no provider’s key', (secret) => {
  expect(detailOf(() => readProviders({ ...deployment, providers: [{ ...one, secret }] }))).toContain(
    'PROVIDERS.0.secret',
  )
})
