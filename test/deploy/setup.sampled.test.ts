/** `npm run setup` with the real wrangler against a stand-in of Cloudflare’s API, which runs what was uploaded in workerd. */
import { execFile, execFileSync } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../../demo/upstream.ts'
import { API_TOKEN } from '../support/api/api-token.ts'
import { startCloudflare, type CloudflareStandIn } from '../support/stand-ins/cloudflare-stand-in.ts'
import { cloneProject, type Project } from '../support/stand-ins/deploy-project.ts'
import { keepSecret } from '../support/browser/overheard.ts'
import { someDays } from '../support/sampling/sampling.ts'

const PROVIDER_KEY = 'sk-canary-of-a-setup-81c5'
const ROOT = path.join(import.meta.dirname, '../..')
const SLOW = { timeout: 300_000 }

let upstream: Upstream
let cloudflare: CloudflareStandIn
let project: Project
let environment: Record<string, string>

beforeAll(async () => {
  keepSecret('the provider’s key of a setup', PROVIDER_KEY)
  upstream = await startUpstream({ chunksPerSecond: 1000 })
  cloudflare = await startCloudflare({ upstream: upstream.url })
  project = await cloneProject()
  environment = project.environment(cloudflare)
})
afterAll(async () => {
  await cloudflare?.stop()
  await upstream?.stop()
  await project?.remove()
})

const deployment = async () => parseEnv(await readFile(path.join(project.folder, '.deployed/inglenook.env'), 'utf8'))

/** Every argument of every process of ours, looked at again and again until it is told to stop. */
function watchProcesses(): { stop: () => string } {
  let seen = ''
  // Each of wrangler's lives for a second or more.
  const watch = setInterval(() => {
    execFile('ps', ['-eo', 'args='], (_error, stdout) => (seen += stdout))
  }, 300)
  return {
    stop() {
      clearInterval(watch)
      return seen
    },
  }
}

test('the plan names every step and calls nothing', async () => {
  const before = await readdir(project.folder)
  const { code, printed } = await project.run('setup', ['--dry-run'], environment)
  expect(code).toBe(0)
  expect(printed).toContain('wrangler kv namespace create inglenook-history')
  expect(printed).toContain('11. Ask the chat a question')
  expect(cloudflare.calls).toEqual([])
  expect(await readdir(project.folder)).toEqual(before)
})

test('without a terminal and without --yes it asks nothing and does nothing', async () => {
  const { code, printed } = await project.run('setup', [], environment)
  expect(code).toBe(1)
  expect(printed).toContain('this is not a terminal')
  expect(cloudflare.calls).toEqual([])
})

someDays.describe('with the real wrangler', () => {
  test('from nothing to an answer; a second run changes nothing; no secret is anywhere else', SLOW, async () => {
    const toml = await readFile(path.join(project.folder, 'wrangler.toml'), 'utf8')
    const processes = watchProcesses()
    const first = await project.run('setup', ['--yes', '--no-build'], { ...environment, OPENAI_API_KEY: PROVIDER_KEY })
    const args = processes.stop()
    expect(first.printed).toContain(
      `<script async src="${cloudflare.workerUrl}/inglenook.js" data-site="shop"></script>`,
    )
    expect(first.printed).toMatch(/gzip: [\d.]+ KiB/)
    expect(first.printed).toMatch(/\/console\/#code=[\w-]{20,}/)
    expect(first.code).toBe(0)
    expect(cloudflare.complaints).toEqual([])
    expect(cloudflare.assets).toContain('/inglenook.js')
    expect(upstream.journal().length).toBe(1)

    const { OWNER_KEY = '' } = await deployment()
    const secrets = cloudflare.workers.get('inglenook')?.secrets ?? {}
    expect(secrets).toMatchObject({ OWNER_KEY, OPENAI_API_KEY: PROVIDER_KEY })
    const told = [PROVIDER_KEY, OWNER_KEY, secrets['SESSION_KEYS'] ?? '', API_TOKEN]
    expect(args).toContain('wrangler')
    for (const secret of told) {
      expect(secret.length).toBeGreaterThan(20)
      expect(first.printed).not.toContain(secret)
      expect(args).not.toContain(secret)
    }
    const entries = await readdir(project.folder, { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name)
      if (!entry.isFile()) continue
      const text = await readFile(file, 'latin1')
      const found = told.filter((secret) => text.includes(secret))
      expect(found, file).toEqual(file.endsWith('.deployed/inglenook.env') ? [OWNER_KEY] : [])
    }
    // Wrangler’s debug log is among them: it is in HOME, which is in this folder.
    expect(entries.some(({ name }) => /^wrangler-.*\.log$/.test(name))).toBe(true)
    expect((await stat(path.join(project.folder, '.deployed/inglenook.env'))).mode & 0o777).toBe(0o600)

    const changed = (await readFile(path.join(project.folder, 'wrangler.toml'), 'utf8')).split('\n')
    const ids = [...cloudflare.namespaces.values()].map((id) => `id = "${id}"`)
    expect(changed.filter((line) => !toml.split('\n').includes(line))).toEqual(ids)

    const calls = cloudflare.calls.length
    const again = await project.run('setup', ['--yes', '--no-build'], { ...environment, OPENAI_API_KEY: PROVIDER_KEY })
    expect(again.code).toBe(0)
    expect(again.printed.match(/Already done/g)).toHaveLength(8)
    expect(cloudflare.calls.slice(calls).filter((call) => !call.startsWith('GET '))).toEqual([])
    expect(cloudflare.namespaces.size).toBe(2)
  })

  test('the doctor finds nothing to fix in it, and then finds what was broken', SLOW, async () => {
    const findings = async (more: Record<string, string> = {}) => {
      const { code, printed } = await project.run('doctor', ['--json'], { ...environment, ...more })
      const told: { findings: { sign: string; about: string; what: string; mend: string }[] } = JSON.parse(printed)
      const of = (sign: string) => told.findings.filter((each) => each.sign === sign).map(({ about }) => about)
      return { code, told: told.findings, wrong: of('wrong'), hints: of('hint'), well: of('well') }
    }
    const good = await findings()
    expect(good.wrong).toEqual([])
    expect(good.code).toBe(0)
    expect(good.well).toEqual(
      expect.arrayContaining([
        'secrets',
        'health',
        'version',
        'owner key',
        'KV',
        'site shop, pages',
        'site shop, answers',
      ]),
    )
    expect(good.hints).toEqual(['console', 'site shop, budget', 'site shop, bots'])

    const { OWNER_KEY = '' } = await deployment()
    const owner = async (method: string, where: string, body: object) => {
      const response = await fetch(`${cloudflare.workerUrl}/v1/owner/sites${where}`, {
        method,
        headers: { authorization: `Bearer ${OWNER_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(response.ok).toBe(true)
      return response.json()
    }
    await owner('POST', '', {
      site: 'loose',
      settings: {
        allowedOrigins: ['http://localhost:3000', 'https://a.example'],
        turnsPerDay: 0,
        botCheck: 'turnstile',
      },
    })
    await owner('POST', '', { site: 'open', settings: { allowedOrigins: ['http://a.example'], spendPerMonth: 1 } })
    await owner('POST', '', { site: 'none', settings: {} })
    delete cloudflare.workers.get('inglenook')?.secrets['SESSION_KEYS']
    const bad = await findings()
    expect(bad.code).toBe(1)
    expect(bad.wrong).toEqual(
      expect.arrayContaining(['secrets', 'site loose, pages', 'site loose, budget', 'site loose, bots']),
    )
    expect(bad.hints).toEqual(expect.arrayContaining(['site open, pages', 'site none, pages']))
    for (const { sign, mend } of bad.told) expect(mend === '').toBe(sign === 'well')

    const away = await findings({ INGLENOOK_URL: 'http://127.0.0.1:9' })
    expect(away).toMatchObject({ code: 1, wrong: expect.arrayContaining(['health']) })
  })
})

someDays('wrangler itself would deploy it', async () => {
  const output = execFileSync(
    path.join(ROOT, 'node_modules/.bin/wrangler'),
    ['deploy', 'dist/worker/index.js', '--no-bundle', '--dry-run'],
    { cwd: project.folder, env: { ...environment }, encoding: 'utf8' },
  )
  const [, kib = ''] = /gzip: ([\d.]+) KiB/.exec(output) ?? []
  expect(Number(kib)).toBeGreaterThan(0)
  // Of a free plan: https://developers.cloudflare.com/workers/platform/limits/#worker-size
  expect(Number(kib)).toBeLessThan(3 * 1024)
})
