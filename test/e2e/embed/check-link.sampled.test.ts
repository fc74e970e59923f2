/** A page that is opened with `#inglenook-check` says itself what keeps the chat from working, and no other page is asked for it. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from '../../support/browser/axe.ts'
import { OWNER_KEY } from '../../support/running/canaries.ts'
import { servePages, type EmbedPages, type StrangersPage } from '../../support/browser/embed-pages.ts'
import { quiet } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let pages: EmbedPages
/** Of the strangers' pages. */
let origin: string

beforeAll(async () => {
  pages = await servePages()
  ;({ origin } = new URL(pages.serve('<!doctype html>')))
  await asOwner('/sites', 'POST', { site: 'elsewhere', settings: { allowedOrigins: ['https://www.shop.example'] } })
  await asOwner('/sites', 'POST', { site: 'closed', settings: { allowedOrigins: [origin] } })
  await asOwner('/sites/closed/paused', 'PUT', { paused: true })
  const imageHosts = ['pictures.example']
  await asOwner('/sites', 'POST', { site: 'pictures', settings: { allowedOrigins: [origin], imageHosts } })
})

afterAll(async () => {
  await pages?.end()
})

async function asOwner(path: string, method: string, body: object): Promise<void> {
  const response = await fetch(`${pages.workerUrl}/v1/owner${path}`, {
    method,
    headers: { authorization: `Bearer ${OWNER_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
}

/** @param hash behind the page's address. */
async function visit(served: StrangersPage | string, options: BrowserContextOptions = {}, hash = '#inglenook-check') {
  const context = await pages.browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(pages.serve(served) + hash)
  return { context, page, asked, end: () => context.close() }
}

const report = (page: Page) => page.getByRole('dialog', { name: 'Chat check of this page' })

/** What the report says, one line a finding: `wrong: Worker`, and the whole text of those that are. */
async function findings(page: Page): Promise<{ wrong: string[]; well: string[]; unknown: string[] }> {
  await report(page).and(page.locator('[aria-busy=false]')).waitFor()
  const texts = (state: string) => report(page).locator(`li.${state} > div`).allInnerTexts()
  const abouts = (all: string[]) => all.map((text) => text.split('\n')[0] ?? '')
  return {
    wrong: (await texts('wrong')).map((text) => text.replaceAll(/\n+/g, ' ')),
    well: abouts(await texts('well')),
    unknown: abouts(await texts('unknown')),
  }
}

const plain = (site: string, more = '') => `<!doctype html>${pages.tag(`data-site="${site}" ${more}`)}`

test('on a page without problems it says so, and leaves key, model and quota to the console', async () => {
  const { page, end } = await visit(plain('acme'))
  expect(await findings(page)).toEqual({
    wrong: [],
    well: ['Tag', 'Chat window', 'Worker', 'Site', 'Allowed origin', 'Open for questions', 'Clock'],
    unknown: ['Key, model, quota'],
  })
  await report(page).getByText('Everything is OK on this page.').waitFor()
  await report(page).getByText(`acme · ${pages.workerUrl}`).waitFor()
  expect(await report(page).getByRole('link').getAttribute('href')).toBe(`${pages.workerUrl}/console/#/acme/embed`)
  // The page is as its visitors know it.
  await page.keyboard.press('Escape')
  await page.locator('inglenook-check').waitFor({ state: 'detached' })
  await page.locator('.launcher').click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await end()
})

someDays('a forbidden origin is explained, with the origin to allow', async () => {
  const { page, end } = await visit(plain('elsewhere'))
  const { wrong, unknown } = await findings(page)
  expect(wrong).toEqual([
    expect.stringContaining(`${origin} is not among the site’s allowed origins. Add this origin to the allowed`),
  ])
  expect(unknown).toEqual(['Open for questions', 'Clock', 'Key, model, quota'])
  // What only its owner may know is not on the page, however it is asked.
  expect(await page.locator('inglenook-check').innerText()).not.toContain('www.shop.example')
  await end()
})

someDays('a policy that forbids the requests is reported with the source that it needs', async () => {
  const policy = `script-src ${pages.workerUrl}; connect-src 'self'; require-trusted-types-for 'script'; style-src 'none'`
  const { page, end } = await visit({ body: plain('acme'), policy })
  const { wrong, well, unknown } = await findings(page)
  expect(wrong).toEqual([expect.stringContaining('blocks the chat’s requests to the Worker')])
  expect(wrong[0]).toContain(`connect-src ${pages.workerUrl}`)
  expect(well).toEqual(['Chat window'])
  expect(unknown).toEqual(['Tag', 'Site', 'Allowed origin', 'Open for questions', 'Clock', 'Key, model, quota'])
  await end()
})

someDays('under the strictest policy that the chat supports, the report looks as it should', async () => {
  const before = pages.violations.length
  const policy =
    `default-src 'none'; script-src ${pages.workerUrl}; connect-src ${pages.workerUrl}; style-src 'none'; ` +
    `require-trusted-types-for 'script'; trusted-types 'none'`
  const { page, end } = await visit({ body: plain('acme'), policy })
  expect((await findings(page)).wrong).toEqual([])
  expect(await report(page).evaluate((dialog) => getComputedStyle(dialog).borderRadius)).toBe('16px')
  expect(pages.violations.slice(before)).toEqual([])
  await end()
})

someDays('a policy that blocks the site’s pictures is reported; one that names their host is fine', async () => {
  const strict = await visit({ body: plain('pictures'), policy: "img-src 'self'" })
  const { wrong } = await findings(strict.page)
  expect(wrong).toEqual([expect.stringContaining('img-src https://pictures.example')])
  await strict.end()
  const lax = await visit({
    body: `<!doctype html>${pages.tag('data-site="pictures"')}`,
    policy: "img-src 'self' https://pictures.example",
  })
  expect((await findings(lax.page)).wrong).toEqual([])
  await lax.end()
})

someDays('an unknown site is reported', async () => {
  const { page, end } = await visit(plain('nowhere'))
  const { wrong } = await findings(page)
  expect(wrong).toEqual([expect.stringContaining('The Worker has no site nowhere.')])
  await end()
})

someDays('a tag without a site is reported', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag('')}`)
  const { wrong } = await findings(page)
  expect(wrong).toEqual([expect.stringContaining('nothing on this page says which site it is for')])
  await end()
})

someDays('a paused site is reported', async () => {
  const { page, end } = await visit(plain('closed'))
  const { wrong, well } = await findings(page)
  expect(wrong).toEqual([expect.stringContaining('The site is paused, so nobody can ask questions.')])
  expect(well).toContain('Allowed origin')
  await end()
})

someDays('a Worker that does not answer is reported, and so is something else that does', async () => {
  const silent = await visit(plain('acme', 'data-api="http://127.0.0.1:9"'))
  expect((await findings(silent.page)).wrong).toEqual([
    expect.stringContaining('Nothing answers at http://127.0.0.1:9.'),
  ])
  await silent.end()
  const other = await visit(plain('acme', `data-api="${origin}"`))
  expect((await findings(other.page)).wrong).toEqual([
    expect.stringContaining(`Something other than the Worker answers at ${origin}.`),
  ])
  await other.end()
})

someDays('a loader older than the last deploy is reported, and so is a wrong clock', async () => {
  const context = await pages.browser.newContext({ locale: 'en-GB' })
  // A deploy removes what an older tag names.
  await context.route(/\/inglenook\/extras-/, (route) => route.fulfill({ status: 404 }))
  await context.clock.setFixedTime(Date.now() + 3_600_000)
  const page = await context.newPage()
  await page.goto(`${pages.serve(plain('acme'))}#inglenook-check`)
  const { wrong } = await findings(page)
  expect(wrong).toEqual([
    expect.stringContaining('This page runs an older tag script than the Worker has.'),
    expect.stringContaining('This device’s clock is 60 minutes ahead of the Worker’s.'),
  ])
  await context.close()
})

someDays('a window that a policy blocks is reported, and so is one that does not load', async () => {
  const loader = await (await fetch(`${pages.workerUrl}/inglenook.js`)).text()
  const [extras = ''] = /extras-\w+\.js/.exec(loader) ?? []
  const [check = ''] = /check-\w+\.js/.exec(await (await fetch(`${pages.workerUrl}/inglenook/${extras}`)).text()) ?? []
  const files = ['inglenook.js', `inglenook/${extras}`, `inglenook/${check}`]
  const policy = `script-src ${files.map((file) => `${pages.workerUrl}/${file}`).join(' ')}`
  const strict = await visit({ body: plain('acme'), policy })
  expect((await findings(strict.page)).wrong).toEqual([
    expect.stringContaining(`blocks the chat’s window. Add this source to script-src`),
  ])
  await strict.end()

  const context = await pages.browser.newContext({ locale: 'en-GB' })
  await context.route(/\/panel/, (route) => route.abort())
  const page = await context.newPage()
  await page.goto(`${pages.serve(plain('acme'))}#inglenook-check`)
  expect((await findings(page)).wrong).toEqual([
    expect.stringContaining(`The chat’s window could not be loaded from ${pages.workerUrl}.`),
  ])
  await context.close()
})

someDays.for([
  ['an element', () => `<inglenook-chat site="acme"></inglenook-chat>${pages.tag('')}`],
  ['a target', () => `<div id="here"></div>${pages.tag('data-site="acme" data-target="#here"')}`],
  ['a tag that a script has made', () => `<script>${made(pages.workerUrl)}</script>`],
  ['a tag that is there twice', () => pages.tag('data-site="acme"') + pages.tag('data-site="acme"')],
] as const)('%s is checked as well, once', async ([, html]) => {
  const { page, end } = await visit(`<!doctype html><body>${html()}`)
  expect(await findings(page)).toMatchObject({ wrong: [] })
  await expect.poll(() => page.locator('inglenook-check').count()).toBe(1)
  await end()
})

const made = (worker: string) =>
  `var tag = document.createElement('script'); tag.src = '${worker}/inglenook.js'; tag.setAttribute('data-site', 'acme'); document.head.append(tag)`

someDays('two sites on a page each get a report, one after the other', async () => {
  const { page, end } = await visit(
    `<!doctype html>${pages.tag('data-site="acme"')}${pages.tag('data-site="elsewhere"')}`,
  )
  const title = () => page.getByRole('dialog').getByRole('heading', { level: 2 }).innerText()
  const first = await title()
  await page.keyboard.press('Escape')
  await expect.poll(title).not.toBe(first)
  expect([first, await title()].toSorted()).toEqual(
    ['acme', 'elsewhere'].map((site) => `Chat check of this page: ${site}`),
  )
  await expect.poll(() => page.locator('inglenook-check').count()).toBe(1)
  await end()
})

someDays.for(['', '#', '#check', '#inglenook', '#inglenook-checked', '#/inglenook-check'])(
  'an ordinary visit with “%s” in the address requests only the loader',
  async (hash) => {
    const { page, asked, end } = await visit(plain('acme'), {}, hash)
    await page.locator('.launcher').waitFor()
    await quiet(page)
    expect(asked.filter((address) => address.startsWith(pages.workerUrl))).toEqual([`${pages.workerUrl}/inglenook.js`])
    expect(await page.locator('inglenook-check').count()).toBe(0)
    await end()
  },
)

someDays.for(['light', 'dark'] as const)('axe finds nothing, and a phone has room, %s', async (colorScheme) => {
  const { page, end } = await visit(
    `<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width"><main><h1>Shop</h1></main>${pages.tag('data-site="elsewhere"')}`,
    { colorScheme, viewport: { width: 390, height: 844 } },
  )
  await findings(page)
  expect(await violations(page, 'inglenook-check')).toEqual([])
  expect(await report(page).evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth)).toBe(true)
  const box = await report(page).boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true)
  await end()
})

someDays('by keyboard: the focus begins at “Close”, stays inside, and “Check again” checks again', async () => {
  const { page, asked, end } = await visit(plain('acme'))
  await findings(page)
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)
  expect(await focused()).toBe('Close')
  await page.keyboard.press('Shift+Tab')
  expect(await focused()).toBe('Check again')
  const sessions = () => asked.filter((address) => address.endsWith('/sessions')).length
  const before = sessions()
  await page.keyboard.press('Enter')
  await expect.poll(sessions).toBeGreaterThan(before)
  await findings(page)
  expect(await focused()).toBe('Check again')
  await end()
})

someDays('on a Chinese page it speaks Chinese', async () => {
  const { page, end } = await visit(`<!doctype html><html lang="zh-CN">${pages.tag('data-site="elsewhere"')}`)
  const dialog = page.getByRole('dialog', { name: '本页聊天检查：elsewhere' })
  await dialog.getByText(`Worker 拒绝了本页：${origin} 不在站点允许的来源之中。`).waitFor()
  await end()
})
