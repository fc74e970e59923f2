/** What can go wrong with a setup: each is said, with what to do about it, and the next run goes on. */
import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../../demo/upstream.ts'
import { wranglerAccount } from '../../deploy/account.ts'
import { deploymentFile, readDeployment } from '../../deploy/deployment-file.ts'
import { diagnoseThere } from '../../deploy/doctor/diagnosis.ts'
import { askNobody } from '../../deploy/setup/questions.ts'
import { setUp } from '../../deploy/setup/set-up.ts'
import { Trouble } from '../../deploy/trouble.ts'
import { wranglerIn } from '../../deploy/wrangler.ts'
import type { Release } from '../../protocol/release.ts'
import { startCloudflare, type CloudflareStandIn } from '../support/stand-ins/cloudflare-stand-in.ts'
import { cloneProject, type Project } from '../support/stand-ins/deploy-project.ts'
import { directAccount } from '../support/stand-ins/direct-account.ts'
import { faultScripts } from '../support/upstreams/fault-scripts.ts'
import { startFaultUpstream, type FaultUpstream } from '../support/upstreams/fault-upstream.ts'
import { someDays } from '../support/sampling/sampling.ts'

const SLOW = { timeout: 300_000 }
const PROCESS = path.join(import.meta.dirname, '../support/running/setup-process.ts')

let upstream: Upstream
let faults: FaultUpstream
let cloudflare: CloudflareStandIn
let project: Project
let lines: string[] = []

beforeAll(async () => {
  upstream = await startUpstream({ chunksPerSecond: 1000 })
  faults = await startFaultUpstream(faultScripts)
  cloudflare = await startCloudflare({ upstream: `${faults.url}/status-401/v1`, workers: ['taken'] })
  project = await cloneProject()
})
afterAll(async () => {
  await cloudflare?.stop()
  await faults?.stop()
  await upstream?.stop()
  await project?.remove()
})
beforeEach(() => {
  lines = []
})

const KEY = 'sk-canary-of-trouble-55e1'

/** @returns why it stopped, and what to do about it; empty where it came to its end. */
async function setup(more: Record<string, string> = {}, isNewOwnerKey = false): Promise<string> {
  const environment = { ...project.environment(cloudflare), OPENAI_API_KEY: KEY, ...more }
  try {
    await setUp({
      folder: project.folder,
      environment,
      questions: askNobody({ environment, readStdin: () => Promise.resolve('') }),
      accountOf: () => directAccount({ ...cloudflare, folder: project.folder }),
      build: async () => ({ already: 'dist/ is used as it is.' }),
      version: '0.1.0',
      say: (line) => lines.push(line),
      patience: { wholeMilliseconds: 300, stepMilliseconds: 100 },
      isNewOwnerKey,
    })
    return ''
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return `${error.message} ${error.remedy}`
  }
}

const wrangler = (more: Record<string, string> = {}) =>
  wranglerAccount(wranglerIn({ folder: project.folder, environment: { ...project.environment(cloudflare), ...more } }))

test('a name that another Worker has is not used', async () => {
  expect(await setup({ INGLENOOK_WORKER: 'taken' })).toMatch(/another Worker called `taken`.*INGLENOOK_WORKER/)
  expect(await readDeployment(project.folder, 'taken')).toBeNull()
})

test('an invalid answer is refused before anything is done', async () => {
  const calls = cloudflare.calls.length
  expect(await setup({ INGLENOOK_ORIGINS: 'https://*.com' })).toContain('INGLENOOK_ORIGINS')
  expect(await setup({ OPENAI_BASE_URL: 'http://127.0.0.1/v1' })).toContain('OPENAI_BASE_URL')
  expect(await setup({ OPENAI_API_KEY: '' })).toContain('OPENAI_API_KEY is not set')
  expect(cloudflare.calls.slice(calls).filter((call) => !call.startsWith('GET '))).toEqual([])
})

someDays('Wrangler’s refusals are explained in our own words', async () => {
  await expect(wrangler({ CLOUDFLARE_API_TOKEN: 'another' }).accounts()).rejects.toThrow(/credentials|signed in/)
  cloudflare.failNext(/^POST .*namespaces/, 10_047, 'You have exceeded the limit of namespaces for this account.')
  await expect(wrangler({ CLOUDFLARE_ACCOUNT_ID: cloudflare.accountId }).makeNamespace('one-more')).rejects.toThrow(
    'its limit of KV namespaces',
  )
  cloudflare.failNext(/assets-upload-session/, 10_021, 'The assets are odd.')
  await expect(wrangler({ CLOUDFLARE_ACCOUNT_ID: cloudflare.accountId }).deploy('tag')).rejects.toThrow(
    /^Deploying: .*The assets are odd/,
  )
})

test('a key that the provider refuses is reported by the real turn and by the doctor', SLOW, async () => {
  expect(await setup()).toMatch(/upstream_key_refused.*OPENAI_API_KEY/)
  const { OWNER_KEY = '' } = (await readDeployment(project.folder, 'inglenook')) ?? {}
  const found = await diagnoseThere({
    folder: project.folder,
    url: cloudflare.workerUrl,
    ownerKey: OWNER_KEY,
    account: null,
  })
  expect(found).toContainEqual(expect.objectContaining({ sign: 'wrong', about: 'site shop, key' }))
  const stranger = await diagnoseThere({
    folder: project.folder,
    url: cloudflare.workerUrl,
    ownerKey: 'ik-of-another',
    account: null,
  })
  expect(stranger.filter(({ sign }) => sign === 'wrong')).toMatchObject([
    { about: 'owner key', what: expect.stringContaining('invalid_api_key') },
  ])
})

test('running it again sets another key and leaves the rest unchanged', SLOW, async () => {
  cloudflare.upstream = upstream.url
  expect(await setup({ OPENAI_API_KEY: `${KEY}-right` })).toBe('')
  expect(cloudflare.workers.get('inglenook')?.secrets['OPENAI_API_KEY']).toBe(`${KEY}-right`)
  expect(lines).toContain('     Set OPENAI_API_KEY.')
  expect(lines.filter((line) => line.startsWith('     Already done')).length).toBeGreaterThan(5)
  expect(lines.join('\n')).not.toContain(KEY)
})

test('a lost owner key is asked for, a wrong one is reported, a new one replaces it', SLOW, async () => {
  const file = deploymentFile(project.folder, 'inglenook')
  const kept = await readFile(file, 'utf8')
  await writeFile(file, kept.replace(/OWNER_KEY=.*\n/, ''))
  expect(await setup()).toContain('OWNER_KEY is not set')
  expect(await setup({ OWNER_KEY: 'short' })).toContain('characters')
  expect(await setup({ OWNER_KEY: `ik-${'wrong'.repeat(8)}` })).toMatch(
    /does not accept the owner key.*--new-owner-key/,
  )
  expect(await setup({}, true)).toBe('')
  expect((await readDeployment(project.folder, 'inglenook'))?.OWNER_KEY).toBe(
    cloudflare.workers.get('inglenook')?.secrets['OWNER_KEY'],
  )
})

test('files that only the live release has are kept, and its address must be known', SLOW, async () => {
  const assets = path.join(project.folder, 'dist/assets/inglenook')
  const list = path.join(assets, 'files.json')
  const built: Release = JSON.parse(await readFile(list, 'utf8'))
  const [gone, ...files] = built.files
  if (!gone) throw new Error('the build lists nothing')
  const contents = await readFile(path.join(assets, gone.name))
  await rm(path.join(assets, gone.name))
  const isBuilt = () => writeFile(list, JSON.stringify({ ...built, files }))

  await isBuilt()
  const file = deploymentFile(project.folder, 'inglenook')
  const kept = await readFile(file, 'utf8')
  await writeFile(file, kept.replace(/INGLENOOK_URL=.*\n/, ''))
  const calls = cloudflare.calls.length
  expect(await setup({ INGLENOOK_URL: '' })).toMatch(/its address is not known here.*INGLENOOK_URL/)
  expect(cloudflare.calls.slice(calls)).not.toContainEqual(expect.stringMatching(/^PUT .*scripts/))
  await writeFile(file, kept)

  expect(await setup()).toBe('')
  expect(lines.join('\n')).toContain('Kept 1 files of earlier releases')
  expect(await readFile(path.join(assets, gone.name))).toEqual(contents)
  const next: Release = JSON.parse(await readFile(list, 'utf8'))
  expect(next.files.find(({ name }) => name === gone.name)?.replacedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
})

test('a site with a bot check is tested with a preview', SLOW, async () => {
  const { OWNER_KEY = '' } = (await readDeployment(project.folder, 'inglenook')) ?? {}
  const made = await fetch(`${cloudflare.workerUrl}/v1/owner/sites`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OWNER_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      site: 'guarded',
      settings: { allowedOrigins: ['https://shop.example'], botCheck: 'turnstile', turnstileSiteKey: '0x4' },
    }),
  })
  expect(made.status).toBe(201)
  const secrets = cloudflare.workers.get('inglenook')?.secrets ?? {}
  secrets['TURNSTILE_SECRETS'] = '0x4:canary-of-a-check'
  // A new key is a new version of the Worker, which knows the other secret too.
  expect(await setup({ INGLENOOK_SITE: 'guarded', OPENAI_API_KEY: `${KEY}-next` })).toBe('')
  expect(lines.join(' ')).toMatch(/\(bot_check_required\), so a preview of it was used/)
})

test('for an unreachable Worker it says where to look', SLOW, async () => {
  expect(await setup({ INGLENOOK_URL: 'http://127.0.0.1:9' })).toMatch(/cannot be reached.*wrangler tail/)
})

// Elsewhere `script` has other options.
test.skipIf(process.platform !== 'linux')('a key that is typed at a terminal is not shown', SLOW, async () => {
  const environment = {
    ...project.environment(cloudflare),
    OPENAI_BASE_URL: 'https://api.openai.com/v1',
    OPENAI_MODEL: 'gpt-4.1-mini',
    INGLENOOK_WORKER: 'inglenook',
    INGLENOOK_SITE: 'shop',
    TERM: 'xterm',
  }
  const words = [process.execPath, PROCESS, project.folder, cloudflare.api, cloudflare.accountId, 'person']
  // A terminal that nobody looks at has no columns.
  const command = `stty cols 100 rows 30; ${words.join(' ')}`
  const shown = await new Promise<string>((resolve) => {
    const child = execFile('script', ['-qec', command, '/dev/null'], { env: environment }, (_error, stdout) =>
      resolve(stdout),
    )
    let [seen, isTyped] = ['', false]
    child.stdout?.on('data', (bytes) => {
      seen += bytes
      // Once: what is typed when nothing asks any more is the terminal's to show.
      if (!isTyped && seen.includes('OPENAI_API_KEY:')) {
        isTyped = true
        child.stdin?.write('sk-typed-at-a-terminal\r')
      }
    })
  })
  expect(shown).toContain('Set OPENAI_API_KEY.')
  expect(shown).not.toContain('sk-typed')
  expect(cloudflare.workers.get('inglenook')?.secrets['OPENAI_API_KEY']).toBe('sk-typed-at-a-terminal')
})
