/**
 * Runs conversations in an earlier release, and saves its data: `node test/support/stores/make-fixture.ts <checkout> <folder>`,
 * where the checkout is of that release, with its dependencies and its own `npm run build`, and the folder is in test/fixtures/.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { getPlatformProxy } from 'wrangler'
import type { startWorker } from '../../../demo/worker.ts'
import { field } from '../../../protocol/record.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from '../running/canaries.ts'
import { startChromium } from '../browser/chromium.ts'
import { SHOP, type Fixture } from './fixture.ts'
import { serveOnePage } from '../browser/one-page.ts'
import { startTellingUpstream } from '../upstreams/telling-upstream.ts'

const [checkout = '', folder = ''] = process.argv.slice(2)
const { startWorker: start }: { startWorker: typeof startWorker } = await import(
  pathToFileURL(path.resolve(checkout, 'demo/worker.ts')).href
)

/** By then the history copy, the search index and the ledger have everything. */
const SETTLED_MILLISECONDS = 14_000
const SETTINGS = { name: 'Pears & Co', instructions: 'You sell pears.', allowedOrigins: [SHOP], retentionDays: 365 }

const state = await mkdtemp(path.join(tmpdir(), 'inglenook-fixture-'))
const upstream = await startTellingUpstream((n, messages) => ({ text: `Answer ${n}: ${messages.at(-1)?.content}` }))
const page = await serveOnePage()
const running = () =>
  start({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: {
      SESSION_KEYS,
      OWNER_KEY,
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: upstream.url,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: SHOP,
    },
  })
const browser = await startChromium([
  `--host-resolver-rules=MAP shop.example:80 127.0.0.1:${new URL(page.origin).port}`,
])
let worker = await running()
try {
  if (await hasOwner()) await publishAsOwner()
  else {
    await worker.dispose()
    await publishInto(state)
    worker = await running()
  }
  const { token, kept } = await talk()
  await call('POST', `/v1/turns/${(await view(token)).turns[1]?.id}/retry`, token, { attempt: 2 })
  await call('PUT', `/v1/turns/${(await view(token)).turns[0]?.id}/feedback`, token, { rating: 'up', comment: 'Ripe.' })
  const told = await view(token)
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MILLISECONDS))
  const fixture: Fixture = { token, localStorage: kept, turns: told.turns, hasOwner: await hasOwner() }
  await worker.dispose()
  await rm(folder, { recursive: true, force: true })
  await keep(path.join(state, 'v3'), path.join(folder, 'state'))
  await writeFile(path.join(folder, 'told.json'), `${JSON.stringify(fixture, null, 2)}\n`)
} finally {
  await worker.dispose()
  await browser.close()
  await upstream.stop()
  await page.end()
  await rm(state, { recursive: true, force: true })
}

async function call(method: string, pathname: string, token: string, body?: unknown): Promise<Response> {
  const response = await fetch(worker.url + pathname, {
    method,
    headers: { origin: SHOP, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return new Response(response.status === 204 ? null : text, { status: response.status })
}

async function view(token: string): Promise<SessionView> {
  return (await call('GET', '/v1/session', token)).json()
}

/** The console came in a later release than the first conversations. */
async function hasOwner(): Promise<boolean> {
  return (await call('GET', '/v1/owner/sites', OWNER_KEY)).ok
}

/** The earliest releases had no address for publishing. */
async function publishInto(state: string): Promise<void> {
  const { env, dispose } = await getPlatformProxy<{ PERSONAS: { put(key: string, value: string): Promise<void> } }>({
    configPath: path.join(import.meta.dirname, '../../../wrangler.toml'),
    persist: { path: path.join(state, 'v3') },
  })
  await env.PERSONAS.put('site:shop', JSON.stringify(SETTINGS))
  await dispose()
}

/** Two versions of one site, the first one live again, and a draft; another site that is deleted. */
async function publishAsOwner(): Promise<void> {
  const owner = async (method: string, pathname: string, body: unknown): Promise<unknown> => {
    const response = await call(method, `/v1/owner${pathname}`, OWNER_KEY, body)
    if (!response.ok) throw new Error(`${method} ${pathname}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? null : response.json()
  }
  await owner('POST', '/sites', { site: 'shop', settings: SETTINGS })
  const draft = { settings: { ...SETTINGS, name: 'Plums & Co' }, revision: 0 }
  const saved = await owner('PUT', '/sites/shop/draft', draft)
  await owner('POST', '/sites/shop/versions', { revision: field(saved, 'revision'), live: 1, note: 'plums' })
  await owner('PUT', '/sites/shop/live', { version: 1, live: 2 })
  await owner('PUT', '/sites/shop/draft', { settings: { ...SETTINGS, greeting: 'Nearly ready.' }, revision: 0 })
  await owner('POST', '/sites', { site: 'gone', settings: SETTINGS })
  await owner('DELETE', '/sites/gone', { site: 'gone' })
}

/** Two questions, asked in the release's own widget, and what it stores in the browser. */
async function talk(): Promise<{ token: string; kept: string }> {
  page.say(`<script async src="${worker.url}/inglenook.js" data-site="shop"></script>`)
  const tab = await browser.newPage({ locale: 'en-GB' })
  await tab.goto(SHOP)
  await tab.locator('.launcher').click()
  for (const question of ['Which pears are ripe?', '还有别的吗？']) {
    await tab.getByRole('textbox').fill(question)
    await tab.locator('.composer button[type=submit]').waitFor()
    await tab.getByRole('textbox').press('Enter')
    await tab.getByText(`: ${question}`).last().waitFor()
    await tab.locator('.composer button[type=submit]').waitFor()
  }
  const kept: string = await tab.evaluate(`localStorage.getItem('inglenook:shop')`)
  return { token: String(field(JSON.parse(kept), 'token')), kept }
}

/** Each database without its write-ahead log, vacuumed and compressed; blobs as they are. */
async function keep(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name)
    const target = path.join(to, path.relative(from, file))
    if (!entry.isFile() || /-(shm|wal)$/.test(entry.name)) continue
    await mkdir(path.dirname(target), { recursive: true })
    if (!entry.name.endsWith('.sqlite')) await cp(file, target)
    else {
      const database = new DatabaseSync(file)
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
      await writeFile(`${target}.gz`, gzipSync(await readFile(file), { level: 9 }))
    }
  }
}
