/** What the doctor says of what lies here, of the account and of the deployed Worker: each line, well and not. */
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refused, type Ask } from '../../build/sites/owner-api.ts'
import type { Account } from '../../deploy/account.ts'
import { checkSecrets } from '../../deploy/doctor/checks/account-secrets.ts'
import { checkHealth, checkKey, checkStrength, checkVersion } from '../../deploy/doctor/checks/deployed.ts'
import { checkBuild, checkKept, checkLocalKey } from '../../deploy/doctor/checks/files.ts'
import type { Finding } from '../../deploy/doctor/checks/finding.ts'
import { checkSites } from '../../deploy/doctor/checks/sites.ts'
import { diagnoseThere } from '../../deploy/doctor/diagnosis.ts'
import { Trouble } from '../../deploy/trouble.ts'
import { readWranglerToml } from '../../deploy/wrangler-toml.ts'
import type { Finding as PageFinding } from '../../protocol/schemas/finding.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const KEY = 'ik-Zt0m9xW2qLr8vYb4nKc6HfJd1sPgUeAo'

let folder: string
let server: Server
let url: string
/** What the Worker answers, by path. */
const answers = new Map<string, { status: number; body: object }>()

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  server = createServer((request, response) => {
    const { status, body } = answers.get(request.url ?? '') ?? { status: 404, body: {} }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
})
afterAll(async () => {
  server?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** Only what is fine has nothing to fix. */
function say({ sign, about, what, mend }: Finding): string {
  expect(mend === '', `${about}: ${what}`).toBe(sign === 'well')
  return `${sign}: ${what}`
}

test('the build: missing, or small enough', async () => {
  expect(say(await checkBuild(folder))).toBe('hint: there is no build.')
  await cp(path.join(ROOT, 'dist/worker'), path.join(folder, 'dist/worker'), { recursive: true })
  expect(say(await checkBuild(folder))).toMatch(/^well: the Worker has \d+ KiB of the 3072/)
})

test('files with secrets: in git, readable by others, safe', async () => {
  const own = path.join(folder, 'kept')
  const git = (...words: string[]) => promisify(execFile)('git', words, { cwd: own })
  await mkdir(path.join(own, '.deployed'), { recursive: true })
  const says = async () => (await checkKept(own, 'chat')).map(say)
  expect(await says()).toEqual([
    'well: no file with secrets is in it.',
    expect.stringMatching(/^hint: there is no .*chat\.env/),
  ])
  const file = path.join(own, '.deployed/chat.env')
  await writeFile(file, `OWNER_KEY="${KEY}"\n`)
  await chmod(file, 0o644)
  await git('init', '--quiet')
  await git('add', '--force', '.deployed/chat.env')
  expect(await says()).toEqual([
    expect.stringMatching(/^wrong: \.deployed\/chat\.env is in it/),
    expect.stringMatching(/^wrong: others on this machine may read/),
  ])
  await git('rm', '--quiet', '--cached', '.deployed/chat.env')
  await chmod(file, 0o600)
  expect(await says()).toEqual(['well: no file with secrets is in it.', expect.stringMatching(/^well: only you/)])
})

test('the owner key of `npm start` and the deployed one: weak, strong', async () => {
  expect(say(await checkLocalKey(folder))).toMatch(/^well: it has no OWNER_KEY/)
  await writeFile(path.join(folder, '.dev.vars'), 'OWNER_KEY=ik-secret\n')
  expect(say(await checkLocalKey(folder))).toMatch(/^hint: its OWNER_KEY can be guessed/)
  await writeFile(path.join(folder, '.dev.vars'), `OWNER_KEY=${KEY}\n`)
  expect(say(await checkLocalKey(folder))).toBe('well: its OWNER_KEY is long.')
  expect(say(checkStrength('ik-secret'))).toMatch(/^wrong: it can be guessed/)
  expect(say(checkStrength(KEY))).toBe('well: it is long enough.')
})

test('secrets: no Worker, one missing, all present, not signed in', async () => {
  const toml = await readWranglerToml(ROOT)
  const with_ = (secretNames: Account['secretNames']) =>
    checkSecrets({ secretNames } as Pick<Account, 'secretNames'> as Account, toml).then(say)
  expect(await with_(async () => null)).toMatch(/^hint: the account has no Worker called `inglenook`/)
  expect(await with_(async () => ['OWNER_KEY', 'OPENAI_API_KEY'])).toBe('wrong: the Worker lacks SESSION_KEYS.')
  expect(await with_(async () => ['SESSION_KEYS', 'OWNER_KEY', 'OPENAI_API_KEY'])).toMatch(/^well: /)
  const signedOut = async () => {
    throw new Trouble('Nobody is signed in.', '`npx wrangler login`')
  }
  expect(await with_(signedOut)).toBe('hint: the account was not checked (Nobody is signed in.)')
})

test('health: fine, what is missing or wrong by name, another program, no answer', async () => {
  const says = () => checkHealth(url).then(say)
  answers.set('/healthz', { status: 200, body: { ok: true, version: '0.1.0' } })
  expect(await says()).toBe(`well: ${url} answers.`)
  const lacking = { ok: false, version: '0.1.0', missing: ['OPENAI_API_KEY'], wrong: ['PROVIDERS'] }
  answers.set('/healthz', { status: 503, body: lacking })
  expect(await says()).toBe(`wrong: ${url}/healthz says: OPENAI_API_KEY is not set, PROVIDERS cannot be read.`)
  answers.set('/healthz', { status: 200, body: {} })
  expect(await says()).toBe(`wrong: ${url}/healthz answers 200, but not as Inglenook does.`)
  expect(say(await checkHealth('http://127.0.0.1:9'))).toMatch(/^wrong: .* cannot be reached/)
})

test('the version: no files, no build, the same, a different one', async () => {
  const own = path.join(folder, 'built')
  const says = () => checkVersion(url, own).then(say)
  expect(await says()).toMatch(/^wrong: the chat’s files are not there/)
  const embed = { version: '0.1.0', url: '/inglenook/loader-aaaaaaaaaaaa.js' }
  answers.set('/inglenook/embed.json', { status: 200, body: embed })
  expect(await says()).toMatch(/^hint: 0\.1\.0 is deployed; there is no build here/)
  await mkdir(path.join(own, 'dist/assets/inglenook'), { recursive: true })
  const build = (value: object) => writeFile(path.join(own, 'dist/assets/inglenook/embed.json'), JSON.stringify(value))
  await build(embed)
  expect(await says()).toBe('well: 0.1.0 is deployed, with the chat of this build.')
  await build({ version: '0.2.0', url: '/inglenook/loader-bbbbbbbbbbbb.js' })
  expect(await says()).toBe('hint: 0.1.0 is deployed, with a different chat from this build of 0.2.0.')
})

test('the owner key at the Worker: accepted, refused, something else', async () => {
  const refused = (code: string): Ask => {
    return async () => {
      throw new Refused(code, 'Refused.')
    }
  }
  expect(say(await checkKey(async () => ({})))).toBe('well: the Worker accepts it.')
  expect(await checkKey(refused('invalid_api_key'))).toMatchObject({
    sign: 'wrong',
    mend: expect.stringContaining('OWNER_KEY'),
  })
  expect(say(await checkKey(refused('site_misconfigured')))).toMatch(/^wrong: site_misconfigured/)
})

test('an unknown Worker or a missing key is reported', async () => {
  const there = { folder, account: null }
  expect((await diagnoseThere({ ...there, url: '', ownerKey: '' })).map(say)).toEqual([
    'hint: the Worker’s address is not known.',
  ])
  answers.set('/healthz', { status: 200, body: { ok: true, version: '0.1.0' } })
  expect((await diagnoseThere({ ...there, url, ownerKey: '' })).map(say)).toContain(
    'hint: they were not checked: there is no owner key here.',
  )
})

/** An owner’s API with one site of these settings, whose provider is found to be so. */
const siteOf =
  (live: object, findings: readonly Partial<PageFinding>[] = []): Ask =>
  async (name) => {
    if (name === 'listSites') return { sites: [{ site: 'shop' }] }
    return name === 'checkPage' ? { findings } : { version: 1, live, draft: null }
  }
const saidOf = async (about: string, ...site: Parameters<typeof siteOf>): Promise<string[]> =>
  (await checkSites(siteOf(...site))).filter((finding) => finding.about === `site shop, ${about}`).map(say)
const PAGES = { allowedOrigins: ['https://shop.example'] }

test.for<[string, object, RegExp]>([
  ['pages', PAGES, /^well: https:\/\/shop\.example$/],
  ['pages', { allowedOrigins: [] }, /^hint: no page/],
  [
    'pages',
    { allowedOrigins: ['https://shop.example', 'http://localhost:3000'] },
    /^wrong: http:\/\/localhost:3000: any/,
  ],
  ['pages', { allowedOrigins: ['http://shop.example'] }, /^hint: http:\/\/shop\.example: anyone on the network path/],
  ['budget', { ...PAGES, turnsPerDay: 0 }, /^wrong: there is no limit/],
  ['budget', { ...PAGES, turnsPerDay: 100 }, /^hint: only turns are limited \(turnsPerDay 100\)/],
  ['budget', { ...PAGES, tokensPerMonth: 1_000_000 }, /^well: .*tokensPerMonth 1000000/],
  ['bots', PAGES, /^hint: nothing keeps programs out/],
  ['bots', { ...PAGES, botCheck: 'turnstile', turnstileSiteKey: '0x4' }, /^well: Turnstile/],
  ['bots', { ...PAGES, identity: 'required' }, /^well: nobody gets in/],
])('%s of %j', async ([about, live, said]) => {
  expect(await saidOf(about, live)).toEqual([expect.stringMatching(said)])
})

test('the provider of a site: it answers, it does not, it was not reached', async () => {
  expect(await saidOf('answers', PAGES, [{ about: 'key', state: 'well', reason: '', detail: '' }])).toEqual([
    'well: the provider accepts the key and the model.',
  ])
  const of = (about: PageFinding['about'], reason: PageFinding['reason'], state: PageFinding['state'] = 'wrong') =>
    saidOf(about, PAGES, [{ about, state, reason, detail: 'api.example' }])
  expect(await of('key', 'key_refused')).toEqual(['wrong: the provider api.example refuses the key.'])
  expect(await of('key', 'key_missing')).toEqual(['wrong: the provider api.example has no key.'])
  expect(await of('key', 'providers_wrong')).toEqual([
    'wrong: the Worker’s own provider is set up incorrectly (api.example).',
  ])
  expect(await of('key', 'provider_unreachable', 'unknown')).toEqual([
    'wrong: the provider api.example cannot be reached.',
  ])
  expect(await of('model', 'model_unknown')).toEqual(['wrong: the provider has no model “api.example”.'])
  expect(await of('quota', 'no_credit')).toEqual(['wrong: the account at api.example has no credit.'])
  expect(await of('clock', 'clock_off')).toEqual(['wrong: the clock is api.example seconds off the provider’s.'])
  expect(await of('paused', 'paused')).toEqual(['hint: it is paused: nobody can ask questions.'])
  expect(await of('bots', 'bots_secret')).toContain('wrong: the bot check has no secret: nobody gets in.')
  expect(await of('identity', 'identity_key')).toEqual(['wrong: there is no key for proofs of identity.'])
})

test('having no site at all is reported', async () => {
  const none: Ask = async () => ({ sites: [] })
  expect((await checkSites(none)).map(say)).toEqual(['hint: no site has an allowed origin.'])
})
