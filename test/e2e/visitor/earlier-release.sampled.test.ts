/** A page that pinned a release, and a panel that is open, when the next release is deployed. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepEarlier } from '../../../deploy/release/earlier-files.ts'
import { startWorker, type RunningWorker, type WorkerOptions } from '../../../demo/worker.ts'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from '../../support/running/canaries.ts'
import { launchChromium, type TestBrowser } from '../../support/browser/chromium.ts'
import { serveOnePage, type OnePage } from '../../support/browser/one-page.ts'
import { overhear } from '../../support/browser/overheard.ts'
import { buildRelease, type SecondRelease } from '../../support/stores/second-release.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const ASSETS = path.join(import.meta.dirname, '../../../dist/assets')

let state: string
let stranger: OnePage
let upstream: TellingUpstream
let next: SecondRelease
let worker: RunningWorker
let browser: TestBrowser
/** Names of the panel's other half, of the release that was built here and of the next one. */
let earlier: string
let newer: string
const said: string[] = []

const start = (more: Partial<WorkerOptions>): Promise<RunningWorker> =>
  startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    perMinute: 100_000,
    bindings: {
      SESSION_KEYS,
      OWNER_KEY,
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: upstream.url,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: stranger.origin,
    },
    log: (line) => overhear('the log', line),
    ...more,
  })

beforeAll(async () => {
  state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  stranger = await serveOnePage()
  upstream = await startTellingUpstream((_, messages) => ({ text: `About ${messages.at(-1)?.content}.` }))
  next = await buildRelease('widget/turns/turns-module.ts', 'turnsCss + markdownCss', "turnsCss + ' ' + markdownCss")
  ;[earlier, newer] = [await laterOf(ASSETS), await laterOf(next.assets)]
  worker = await start({})
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await worker?.dispose()
  await upstream?.stop()
  await stranger?.end()
  await next?.remove()
  await rm(state, { recursive: true, force: true })
})

/** The tag as `embed.json` of the release that was built here has it. */
async function pinnedTag(): Promise<string> {
  const { tag }: { tag: string } = JSON.parse(await readFile(path.join(ASSETS, 'inglenook/embed.json'), 'utf8'))
  return tag.replace('{worker}', worker.url).replace('{site}', 'demo')
}

async function visit(tag: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  stranger.say(tag)
  await page.goto(stranger.origin)
  return page
}

async function chats(page: Page): Promise<void> {
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await page.getByRole('textbox').fill('apples')
  await page.getByRole('textbox').press('Enter')
  await expect.poll(() => page.locator('.turns .answer').first().textContent()).toBe('About apples.')
}

const laterOf = async (assets: string): Promise<string> =>
  (await readdir(path.join(assets, 'inglenook'))).find((name) => name.startsWith('turns-')) ?? ''

test('a pinned release keeps working, checked by its integrity; an open panel gets the rest of its own release', async () => {
  expect(earlier).not.toBe(newer)
  const tag = await pinnedTag()
  const open = await visit(tag)
  // Its other half is under way while the next release takes the place of this one.
  let goOn = () => {}
  const deployed = new Promise<void>((resolve) => (goOn = resolve))
  const asked: string[] = []
  await open.route('**/inglenook/turns-*', async (route) => {
    asked.push(path.basename(route.request().url()))
    await deployed
    await route.continue()
  })
  // While the Worker restarts, nothing else is on its way.
  const stream = open.waitForEvent('requestfinished', (request) => request.url().includes('/inglenook/stream-'))
  await open.locator('.launcher').click()
  await expect.poll(() => asked).toEqual([earlier])
  await stream

  await keepEarlier({ live: worker.url, assets: next.assets, today: '2026-12-01', say: (line) => said.push(line) })
  const { port } = worker
  await worker.dispose()
  worker = await start({ port, script: next.script, assets: next.assets })
  goOn()
  await chats(open)
  await open.context().close()

  const pinned = await visit(tag)
  const served: string[] = []
  pinned.on('requestfinished', (request) => served.push(path.basename(request.url())))
  await pinned.locator('.launcher').click()
  await chats(pinned)
  expect(served).toContain(earlier)
  await pinned.context().close()

  const own = await visit(`<script async src="${worker.url}/inglenook.js" data-site="demo"></script>`)
  const fetched: string[] = []
  own.on('requestfinished', (request) => fetched.push(path.basename(request.url())))
  await own.locator('.launcher').click()
  await chats(own)
  expect(fetched).toContain(newer)
  await own.context().close()
})

test('a kept file has today’s headers', async () => {
  const headersOf = async (name: string) => {
    const response = await fetch(`${worker.url}/inglenook/${name}`)
    await response.text()
    const names = ['cache-control', 'access-control-allow-origin', 'cross-origin-resource-policy', 'content-type']
    return [response.status, ...names.map((header) => response.headers.get(header))]
  }
  expect(await headersOf(earlier)).toEqual(await headersOf(newer))
  expect(await headersOf(earlier)).toContain('public, max-age=31536000, immutable')
  const list = await fetch(`${worker.url}/inglenook/files.json`)
  expect(list.headers.get('cache-control')).toBe('no-cache')
  expect(await list.text()).toContain(`"${earlier}"`)
  expect(said.at(-1)).toMatch(/^Kept \d+ files of earlier releases, the oldest replaced on 2026-12-01\.$/)
})
