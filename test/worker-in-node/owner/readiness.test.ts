/** Settings with which no visitor gets an answer, each alone; and those that look like it and are meant. */
import { describe, expect, test } from 'vitest'
import { STARTING_PERSONAS, startingSettings } from '../../../console/sites/starting-personas.ts'
import type { Finding } from '../../../protocol/schemas/finding.ts'
import { readWhatFits } from '../../../protocol/read-settings.ts'
import type { Settings } from '../../../protocol/site.ts'
import { readiness, type Deployment } from '../../../worker/owner/readiness.ts'
import { readProviders } from '../../../worker/providers/provider-list.ts'

const ORIGIN = 'https://shop.example'
const wellSet = (own: Partial<Settings> = {}): Settings => ({
  ...readWhatFits({}),
  allowedOrigins: [ORIGIN],
  ...own,
})
const providersOf = (variables: { providers?: unknown; prices?: unknown; baseUrl?: string; key?: string }) => () =>
  readProviders({
    providers: '',
    baseUrl: '',
    model: 'gpt-4.1-mini',
    reach: 'public',
    ...variables,
    secret: () => variables.key ?? 'a key',
  })

interface Given {
  settings?: Partial<Settings>
  deployment?: Partial<Deployment>
  isPaused?: boolean
}

function found({ settings, deployment, isPaused = false }: Given): Pick<Finding, 'about' | 'state' | 'reason'>[] {
  const site = { name: 'shop', settings: wellSet(settings), isPaused }
  const all = readiness(site, {
    providers: providersOf({}),
    botCheck: { missing: () => null },
    identities: { hasKey: () => true },
    ...deployment,
  })
  return all.filter(({ state }) => state !== 'well').map(({ about, state, reason }) => ({ about, state, reason }))
}

const wrong = (about: Finding['about'], reason: Finding['reason']) => [{ about, state: 'wrong', reason }]
const unlisted = providersOf({ baseUrl: 'https://llm.example/v1' })
const two = {
  providers: [
    { name: 'first', baseUrl: 'https://one.example/v1', model: 'a', models: { a: { input: 1, output: 2 } } },
    { name: 'second', baseUrl: 'https://two.example/v1', model: 'b' },
  ],
}

test('careful settings are ready', () => {
  expect(found({})).toEqual([])
  const everything: Partial<Settings> = { spendPerDay: 5, botCheck: 'turnstile', identity: 'required', summary: 'on' }
  expect(found({ settings: everything })).toEqual([])
})

test.for<[what: string, Given, Finding['about'], Finding['reason']]>([
  ['no page is allowed to have the chat', { settings: { allowedOrigins: [] } }, 'origin', 'origin_none'],
  ['an unknown provider', { settings: { upstream: 'nobody' } }, 'upstream', 'upstream_unknown'],
  ['no key', { deployment: { providers: providersOf({ key: '' }) } }, 'key', 'key_missing'],
  [
    'variables that cannot be read',
    { deployment: { providers: providersOf({ providers: '[' }) } },
    'key',
    'providers_wrong',
  ],
  [
    'a limit a day, no price',
    { settings: { spendPerDay: 5 }, deployment: { providers: unlisted } },
    'price',
    'price_unknown',
  ],
  [
    'a limit a month, no price',
    { settings: { spendPerMonth: 5 }, deployment: { providers: unlisted } },
    'price',
    'price_unknown',
  ],
  ['a limit, a model of no list', { settings: { spendPerDay: 5, model: 'mine' } }, 'price', 'price_unknown'],
  [
    'a limit, a cheaper model of no list',
    { settings: { spendPerDay: 5, cheaperModel: 'mine' } },
    'price',
    'price_unknown',
  ],
  [
    'a limit, another provider without',
    { settings: { spendPerDay: 5 }, deployment: { providers: providersOf(two) } },
    'price',
    'price_unknown',
  ],
  [
    'no site key',
    { settings: { botCheck: 'turnstile' }, deployment: { botCheck: { missing: () => 'site key' } } },
    'bots',
    'bots_site_key',
  ],
  [
    'no secret',
    { settings: { botCheck: 'turnstile' }, deployment: { botCheck: { missing: () => 'secret' } } },
    'bots',
    'bots_secret',
  ],
  [
    'no key of proofs',
    { settings: { identity: 'required' }, deployment: { identities: { hasKey: () => false } } },
    'identity',
    'identity_key',
  ],
  ['a break', { isPaused: true }, 'paused', 'paused'],
])('%s', ([, given, about, reason]) => expect(found(given)).toEqual(wrong(about, reason)))

describe('a price', () => {
  test('of the plain setup can be the owner’s own, for any provider, instead of the listed one', () => {
    const limited: Partial<Settings> = { spendPerDay: 5 }
    const prices = { 'gpt-4.1-mini': { input: 1, output: 2 } }
    const own = providersOf({ baseUrl: 'https://llm.example/v1', prices: JSON.stringify(prices) })
    expect(found({ settings: limited, deployment: { providers: own } })).toEqual([])
    expect(own()[0]?.models).toEqual(prices)
  })

  test('that is invalid is reported by the name of the variable, never by its value', () => {
    for (const prices of ['{', '{"m": {"input": -1, "output": 1}}', '{"m": 3}']) {
      const finding = readiness(
        { name: 'shop', settings: wellSet(), isPaused: false },
        { providers: providersOf({ prices }), botCheck: { missing: () => null }, identities: { hasKey: () => true } },
      ).find(({ reason }) => reason === 'providers_wrong')
      expect(finding?.detail).toMatch(/^OPENAI_PRICES/)
    }
  })

  test('of notes never leaves visitors without an answer', () => {
    const settings: Partial<Settings> = { spendPerDay: 5, summary: 'on', summaryModel: 'mine' }
    expect(found({ settings })).toEqual([{ about: 'price', state: 'unknown', reason: 'notes_price_unknown' }])
  })
})

describe('lines to fill in', () => {
  const toFill = [{ about: 'instructions', state: 'unknown', reason: 'lines_to_fill' }]

  test.for(['shop', 'docs', 'restaurant'] as const)('are in “%s”, in both languages, line by line', (name) => {
    for (const language of ['en', 'zh-CN'] as const) {
      const { instructions } = startingSettings(name, language)
      expect(found({ settings: { instructions } })).toEqual(toFill)
      const waiting = instructions.split('\n').filter((line) => line.includes('…'))
      expect(waiting.length).toBeGreaterThan(3)
      for (const line of waiting) expect([line, found({ settings: { instructions: line } })]).toEqual([line, toFill])
    }
  })

  test.for([
    'Well… it depends.',
    'Say “one moment…” and look again.',
    '遇到不会的问题就说：让我想想……',
    'Wait, etc...',
    STARTING_PERSONAS.join(),
  ])('are not %s', (instructions) => expect(found({ settings: { instructions } })).toEqual([]))
})
