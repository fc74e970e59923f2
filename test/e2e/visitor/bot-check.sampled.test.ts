/** What a visitor meets where the owner has the bot check on: mostly nothing. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages, type StrangersPage } from '../../support/browser/embed-pages.ts'
import { quiet, reportsOf } from '../../support/running/quiet.ts'
import { standInForTurnstile } from '../../support/browser/turnstile-script.ts'
import { SECRET, SITE_KEY, startTurnstile, type TurnstileStandIn } from '../../support/stand-ins/turnstile-stand-in.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const ANSWER = 'The capital of China is Beijing。'
const CLOUDFLARE = 'https://challenges.cloudflare.com'

let turnstile: TurnstileStandIn
let pages: EmbedPages

beforeAll(async () => {
  turnstile = await startTurnstile('localhost')
  pages = await servePages(undefined, {
    settings: { botCheck: 'turnstile', turnstileSiteKey: SITE_KEY, greeting: 'Welcome.' },
    bindings: { TURNSTILE_SECRETS: `${SITE_KEY}:${SECRET}`, TURNSTILE_SITEVERIFY: turnstile.siteverify },
  })
})
afterAll(async () => {
  await pages?.end()
  await turnstile?.stop()
})
afterEach(() => {
  turnstile.asked.length = 0
})

const tag = (attributes = '') => pages.tag(`data-site="acme" ${attributes}`)

async function visit(served: StrangersPage | string, options: BrowserContextOptions = {}) {
  const context = await pages.browser.newContext({ locale: 'en-GB', ...options })
  const cloudflare = await standInForTurnstile(context, () => turnstile.token())
  const page = await context.newPage()
  const opened: string[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('/sessions')) opened.push(`${response.status()}`)
  })
  await page.goto(pages.serve(served))
  return { context, page, cloudflare, opened, end: () => context.close() }
}

const plain = () => `<!doctype html><html lang="en"><title>Shop</title>${tag()}`
const open = (page: Page) => page.locator('.launcher').click()
const ready = (page: Page) => page.locator('.viewport[aria-busy=false]').waitFor()
const alert = (page: Page) => page.getByRole('alert')
/** Patient: other tests may be at work. */
const soon = <Value>(read: () => Value) => expect.poll(read)
const answered = (page: Page, which = 0) =>
  soon(() => page.locator('.turns .answer:not(.typing)').nth(which).textContent()).toBe(ANSWER)

async function ask(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text)
  await page.locator('.composer button[type=submit]:enabled').waitFor()
  await page.locator('.composer textarea').press('Enter')
}

test('nothing is sent to Cloudflare before the chat is opened; then one check is enough for the session', async () => {
  const { page, cloudflare, opened, end } = await visit(plain())
  const panel = page.waitForEvent('requestfinished', (request) => request.url().includes('/inglenook/panel-'))
  await page.locator('.launcher').hover()
  await panel
  await quiet(page)
  expect(cloudflare.requests).toEqual([])

  await open(page)
  await ready(page)
  for (const [index, text] of ['one', 'two', 'three'].entries()) {
    await ask(page, text)
    await answered(page, index)
  }
  expect(opened).toEqual(['403', '201'])
  expect(turnstile.asked).toHaveLength(1)
  expect(cloudflare.requests).toEqual([`${CLOUDFLARE}/turnstile/v0/api.js?render=explicit`])
  expect(cloudflare.rendered).toMatchObject([
    { sitekey: SITE_KEY, action: 'inglenook-session', appearance: 'interaction-only', language: 'en', theme: 'light' },
  ])
  // Nothing of it is left.
  expect(await page.locator('inglenook-widget').evaluate((host) => host.childNodes.length)).toBe(0)
  expect(await page.locator('.panel slot').count()).toBe(0)

  // The session outlives the page, and so does the check.
  // The panel was open, and is again.
  await page.reload()
  await ready(page)
  await ask(page, 'four')
  await answered(page, 3)
  expect(turnstile.asked).toHaveLength(1)
  expect(cloudflare.requests).toHaveLength(1)

  // A session that the Worker does not know any more needs a new one.
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('inglenook:acme') ?? '{}')
    localStorage.setItem('inglenook:acme', JSON.stringify({ ...kept, token: `${kept.token}x` }))
  })
  await ask(page, 'five')
  await soon(() => page.locator('.question').allTextContents()).toEqual(['five'])
  await answered(page)
  expect(turnstile.asked).toHaveLength(2)
  await end()
})

someDays('a failed check says so; what was asked meanwhile is answered after another try', async () => {
  const { page, cloudflare, opened, end } = await visit(plain())
  cloudflare.mode = 'fail'
  await open(page)
  await soon(() => alert(page).textContent()).toContain('We could not confirm that you are a person.')
  await ask(page, 'is anybody there?')
  await soon(() => page.locator('.question').allTextContents()).toEqual(['is anybody there?'])

  await alert(page).getByRole('button', { name: 'Try again' }).click()
  await soon(() => cloudflare.rendered.length).toBe(2)
  await alert(page).waitFor()
  // The keyboard is where it was.
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName)).toBe('textarea')

  cloudflare.mode = 'pass'
  await alert(page).getByRole('button', { name: 'Try again' }).click()
  await answered(page)
  expect(await page.locator('.question').allTextContents()).toEqual(['is anybody there?'])
  expect(await alert(page).count()).toBe(0)
  expect(opened).toEqual(['403', '201'])
  expect(turnstile.asked).toHaveLength(1)
  await end()
})

someDays('a question that waits for the check survives a reload', async () => {
  const { page, cloudflare, end } = await visit(plain())
  cloudflare.mode = 'fail'
  await open(page)
  await alert(page).waitFor()
  await ask(page, 'still here?')
  cloudflare.mode = 'pass'
  // The panel was open, and is again.
  await page.reload()
  await answered(page)
  expect(await page.locator('.question').allTextContents()).toEqual(['still here?'])
  await end()
})

someDays.for(['blocked', 'empty'] as const)('a script that is %s is reported, and fetched again', async (mode) => {
  const { page, cloudflare, end } = await visit(plain())
  cloudflare.mode = mode
  await open(page)
  await soon(() => alert(page).textContent()).toContain('An ad blocker may be blocking it.')
  cloudflare.mode = 'pass'
  await alert(page).getByRole('button', { name: 'Try again' }).click()
  await ready(page)
  expect(cloudflare.requests).toHaveLength(2)
  await end()
})

someDays('after a refusal or an outage at the Worker, the visitor can try again', async () => {
  const { page, opened, end } = await visit(plain())
  const down = (response: { destroy(): void }) => response.destroy()
  turnstile.next(
    (response) => response.end(JSON.stringify({ success: false, 'error-codes': ['invalid-input-response'] })),
    down,
    down,
  )
  await open(page)
  await alert(page).getByRole('button', { name: 'Try again' }).click()
  await soon(() => opened).toEqual(['403', '403', '503'])
  await alert(page).getByRole('button', { name: 'Try again' }).click()
  await ready(page)
  expect(opened).toEqual(['403', '403', '503', '201'])
  await end()
})

someDays('a silent challenge is given up', async () => {
  const { page, cloudflare, end } = await visit(plain())
  cloudflare.mode = 'silent'
  await open(page)
  await alert(page).waitFor({ timeout: 25_000 })
  await end()
})

someDays('an interactive challenge is shown in the panel, and waits as long as needed', async () => {
  for (const [name, options] of [
    ['desktop', {}],
    ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN' }],
    ['narrow', { viewport: { width: 320, height: 640 }, locale: 'ar' }],
  ] as const) {
    const { page, cloudflare, end } = await visit(`<!doctype html><title>Shop</title>${tag()}`, options)
    cloudflare.mode = 'interactive'
    await open(page)
    await page.locator('.panel [role=status]').first().waitFor()
    const frame = page.frameLocator('inglenook-widget iframe')
    await frame.getByRole('button').waitFor()
    const [box, panel] = await Promise.all([
      page.locator('inglenook-widget iframe').boundingBox(),
      page.locator('.panel').boundingBox(),
    ])
    if (!box || !panel) throw new Error('nothing to be seen')
    // Within the panel, above the field.
    expect(box.x).toBeGreaterThanOrEqual(panel.x)
    expect(box.x + box.width).toBeLessThanOrEqual(panel.x + panel.width)
    expect(box.y + box.height).toBeLessThanOrEqual((await page.locator('.composer').boundingBox())?.y ?? 0)
    expect(cloudflare.rendered[0]?.['size']).toBe(name === 'narrow' ? 'compact' : 'flexible')
    await frame.getByRole('button').click()
    await ready(page)
    await soon(() => page.locator('inglenook-widget iframe').count()).toBe(0)
    await end()
  }
})

const locked = (scripts: string, more: string) =>
  `default-src 'none'; script-src ${scripts}; connect-src ${pages.workerUrl}; style-src 'none'; ${more}`

someDays.for<[string, () => StrangersPage]>([
  [
    'names its hosts, and its Trusted Types',
    () => ({
      body: plain(),
      policy: locked(
        `${pages.workerUrl} ${CLOUDFLARE}`,
        `frame-src ${CLOUDFLARE}; require-trusted-types-for 'script'; trusted-types inglenook`,
      ),
    }),
  ],
  [
    'lets scripts in by a nonce',
    () => ({
      body: `<!doctype html>${tag('nonce="r4nd0m"')}`,
      policy: locked(`'nonce-r4nd0m'`, `frame-src ${CLOUDFLARE}`),
    }),
  ],
  [
    'lets in what a script with a nonce brings',
    () => ({
      body: `<!doctype html>${tag('nonce="r4nd0m"')}`,
      policy: locked(`'nonce-r4nd0m' 'strict-dynamic'`, `frame-src ${CLOUDFLARE}`),
    }),
  ],
])('on a page that %s the check works, and nothing is reported', async ([, served]) => {
  const before = pages.violations.length
  const { page, cloudflare, end } = await visit(served())
  cloudflare.mode = 'interactive'
  await open(page)
  await page.frameLocator('inglenook-widget iframe').getByRole('button').click()
  await ready(page)
  await ask(page, 'and now?')
  await answered(page)
  expect(await reportsOf(page, pages.violations, before)).toEqual([])
  await end()
})

someDays.for<[string, string]>([
  ['script', `frame-src ${CLOUDFLARE}`],
  ['Trusted Types', `frame-src ${CLOUDFLARE}; require-trusted-types-for 'script'; trusted-types 'none'`],
])('a page that blocks the %s shows a sentence and a way to try again', async ([what, more]) => {
  const scripts = what === 'script' ? pages.workerUrl : `${pages.workerUrl} ${CLOUDFLARE}`
  const { page, cloudflare, end } = await visit({ body: plain(), policy: locked(scripts, more) })
  const warnings: string[] = []
  page.on('console', (message) => warnings.push(message.text()))
  await open(page)
  await soon(() => alert(page).textContent()).toContain('could not be loaded')
  await expect.poll(() => alert(page).getByRole('button').count()).toBe(1)
  expect(warnings.join()).toContain('script-src, frame-src; trusted-types inglenook')
  expect(cloudflare.requests).toEqual([])
  await end()
})

someDays('it works in a chat inside the page, and leaves nothing when that chat is removed', async () => {
  const { page, cloudflare, end } = await visit(
    `<!doctype html><style>div { display: none }</style><inglenook-chat site="acme" style="height: 500px"></inglenook-chat>${pages.tag('')}`,
  )
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  cloudflare.mode = 'interactive'
  await page.reload()
  const frame = page.frameLocator('inglenook-chat iframe')
  await frame.getByRole('button').waitFor()
  // Another language meanwhile changes the panel and not the challenge.
  await page.evaluate(`inglenook('update', { locale: 'de' })`)
  await page.getByPlaceholder('Frage').waitFor()
  await frame.getByRole('button').click()
  await ready(page)

  await page.evaluate(`localStorage.clear()`)
  await page.reload()
  await frame.getByRole('button').waitFor()
  await page.evaluate(`inglenook('destroy')`)
  await page.locator('inglenook-chat').waitFor({ state: 'detached' })
  expect(await page.locator('iframe').count()).toBe(0)
  expect(errors).toEqual([])
  await end()
})

someDays('a site without the check sends nothing to Cloudflare', async () => {
  const { page, cloudflare, end } = await visit(`<!doctype html>${pages.tag()}`)
  await open(page)
  await ready(page)
  await ask(page, 'hello?')
  await answered(page)
  expect(cloudflare.requests).toEqual([])
  await end()
})
