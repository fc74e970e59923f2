/** What the doctor says of a wrangler.toml, a line at a time, well and not. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from '@decimalturn/toml-patch'
import { expect, test } from 'vitest'
import { checkConfiguration } from '../../deploy/doctor/checks/configuration.ts'
import { isWeak } from '../../deploy/doctor/checks/files.ts'
import { readNeeds } from '../../deploy/doctor/checks/needs.ts'
import { PROBLEMS, originsIn, siteOf } from '../../deploy/setup/answers.ts'
import { originOf } from '../../deploy/deploy-build.ts'
import { outputOf } from '../../deploy/wrangler.ts'
import { changed } from '../../deploy/wrangler-toml.ts'

const TEXT = await readFile(path.join(import.meta.dirname, '../../wrangler.toml'), 'utf8')
const TODAY = new Date('2026-11-26T12:00:00Z')
const ID = 'a'.repeat(32)

const tomlOf = (text: string) => ({ text, values: parse(text) as Record<string, unknown> })

async function signs(text: string, today = TODAY): Promise<Record<string, string>> {
  const findings = checkConfiguration(tomlOf(text), await readNeeds(), today)
  for (const { sign, mend } of findings) expect(mend === '').toBe(sign === 'well')
  return Object.fromEntries(findings.map(({ about, sign }) => [about, sign]))
}

test('the repository’s own configuration is fine; what a fresh clone lacks is a hint', async () => {
  expect(await signs(TEXT)).toEqual({
    name: 'well',
    bindings: 'well',
    migrations: 'well',
    KV: 'hint',
    'compatibility date': 'well',
    development: 'well',
    provider: 'well',
    console: 'hint',
  })
})

const with_ = (from: string | RegExp, to: string) => {
  const text = TEXT.replace(from, to)
  expect(text).not.toBe(TEXT)
  return text
}
const ids = (one: string, two: string) =>
  TEXT.replace('binding = "HISTORY"', `binding = "HISTORY"\nid = "${one}"`).replace(
    'binding = "PERSONAS"',
    `binding = "PERSONAS"\nid = "${two}"`,
  )

test.for([
  ['name', 'wrong', with_('name = "inglenook"', 'name = "In_glenook"')],
  ['bindings', 'wrong', with_('binding = "ASSETS"', '')],
  ['bindings', 'wrong', with_('class_name = "Gate"', 'class_name = "Gates"')],
  ['bindings', 'wrong', with_('name = "RATE_BY_ADDRESS"', 'name = "RATES"')],
  ['bindings', 'wrong', with_('"OWNER_KEY", ', '')],
  ['migrations', 'wrong', with_('"Gate", "Desk"', '"Gate"')],
  ['KV', 'wrong', ids('<your id>', ID)],
  ['KV', 'wrong', ids(ID, ID)],
  ['KV', 'well', ids(ID, 'b'.repeat(32))],
  ['compatibility date', 'wrong', with_('"2026-11-01"', '"2026-09-30"')],
  ['compatibility date', 'wrong', with_('"2026-11-01"', '"2027-01-01"')],
  ['compatibility date', 'wrong', with_('compatibility_date = "2026-11-01"', '')],
  ['development', 'wrong', with_('LOCAL_UPSTREAMS = ""', 'LOCAL_UPSTREAMS = "true"')],
  ['development', 'wrong', with_('DEMO_ORIGINS = ""', 'DEMO_ORIGINS = "http://localhost:8788"')],
  ['provider', 'wrong', with_('"https://api.openai.com/v1"\n', '"http://api.openai.com/v1"\n')],
  ['provider', 'wrong', with_('PROVIDERS = ""', 'PROVIDERS = "[{]"')],
  ['console', 'wrong', with_('ACCESS_AUD = ""', 'ACCESS_AUD = "f00"')],
  [
    'console',
    'well',
    with_('ACCESS_AUD = ""', 'ACCESS_AUD = "f00"').replace(
      'ACCESS_TEAM_DOMAIN = ""',
      'ACCESS_TEAM_DOMAIN = "a.cloudflareaccess.com"',
    ),
  ],
] as const)('%s is %s', async ([about, sign, text]) => {
  expect((await signs(text))[about]).toBe(sign)
})

test('a date is too old after a year', async () => {
  expect((await signs(TEXT, new Date('2027-11-01T00:00:00Z')))['compatibility date']).toBe('well')
  expect((await signs(TEXT, new Date('2027-11-03T00:00:00Z')))['compatibility date']).toBe('hint')
})

test('an owner key is weak if it is short or has few different characters', () => {
  expect(['ik-secret', 'a'.repeat(60)].map(isWeak)).toEqual([true, true])
  expect(isWeak('ik-Zt0m9xW2qLr8vYb4nKc6HfJd1sPgUeAo')).toBe(false)
})

test('only the necessary lines change, and nothing if none must', () => {
  const toml = tomlOf(`# mine\n${TEXT.replace('OPENAI_MODEL = "gpt-4.1-mini"', 'OPENAI_MODEL = "mine" # mine')}`)
  expect(changed(toml, { name: 'inglenook', namespaces: {}, vars: { OPENAI_MODEL: 'mine' } })).toBe(toml.text)
  const after = changed(toml, {
    name: 'chat',
    account_id: ID,
    namespaces: { PERSONAS: ID },
    vars: { OPENAI_MODEL: 'other' },
  })
  const [before, now] = [toml.text.split('\n'), after.split('\n')]
  expect(now.filter((line) => !before.includes(line))).toEqual([
    'name = "chat"',
    `account_id = "${ID}"`,
    `id = "${ID}"`,
    'OPENAI_MODEL = "other" # mine',
  ])
  expect(before.filter((line) => !now.includes(line))).toEqual(['name = "inglenook"', 'OPENAI_MODEL = "mine" # mine'])
})

test('answers are read as intended, or refused with a reason', () => {
  expect(originsIn('shop.example, https://www.shop.example/')).toEqual([
    'https://shop.example',
    'https://www.shop.example',
  ])
  expect(PROBLEMS.origins('https://*.com')).toContain('wildcard')
  expect(PROBLEMS.origins('')).toContain('at least one')
  expect(PROBLEMS.origins('shop.example')).toBeUndefined()
  expect(PROBLEMS.baseUrl('http://localhost:1/v1')).toBeDefined()
  expect(PROBLEMS.key('two words')).toBeDefined()
  expect(siteOf('https://www.shop.example')).toBe('shop')
  expect(originOf('chat.acme.example (custom domain)')).toBe('https://chat.acme.example')
})

test.for([
  ['{"loggedIn":false}', 'not signed in'],
  ['✘ [ERROR] Authentication error [code: 10000]', 'does not accept these credentials'],
  ['✘ [ERROR] You have reached the limit of KV namespaces', 'its limit of KV namespaces'],
  ['✘ [ERROR] You need to register a workers.dev subdomain', 'no workers.dev subdomain'],
  ['✘ [ERROR] fetch failed', 'cannot be reached'],
  ['✘ [ERROR] The script is odd.\n\nIf you think this is a bug, …', 'Deploying: The script is odd.'],
] as const)('wrangler says %s', ([errors, sentence]) => {
  expect(() => outputOf('Deploying', { code: 1, output: '', errors })).toThrow(sentence)
})
