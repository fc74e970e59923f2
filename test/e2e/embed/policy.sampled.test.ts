/** Pages that are strict about what they load, pages in another encoding, and a network that is not there. */
import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages, type StrangersPage } from '../../support/browser/embed-pages.ts'
import { reportsOf } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const ANSWER = 'The capital of China is Beijing。'

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages()
})

afterAll(async () => {
  await pages?.end()
})

async function visit(served: StrangersPage | string, locale = 'en-GB') {
  const context = await pages.browser.newContext({ locale })
  const page = await context.newPage()
  await page.goto(pages.serve(served))
  return { context, page, end: () => context.close() }
}

async function askOnce(page: Page): Promise<void> {
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await page.getByRole('textbox').fill('what is the capital?')
  await page.getByRole('textbox').press('Enter')
  await expect.poll(() => page.locator('.turns .answer').first().textContent()).toBe(ANSWER)
}

const strict = () =>
  `default-src 'none'; script-src ${pages.workerUrl}; connect-src ${pages.workerUrl}; style-src 'none'; ` +
  `require-trusted-types-for 'script'; trusted-types 'none'`

const forms = {
  'a bubble': () => pages.tag('data-site="demo" data-teaser="May I help?"'),
  'an element': () => `<inglenook-chat site="demo"></inglenook-chat>${pages.tag('')}`,
  'a target': () => `<div id="here"></div>${pages.tag('data-site="demo" data-target="#here"')}`,
}

someDays.for(Object.entries(forms))(
  'on a page that allows almost nothing, %s works and reports nothing',
  async ([, tag]) => {
    const before = pages.violations.length
    const { page, end } = await visit({ body: `<!doctype html>${tag()}`, policy: strict() })
    await page.locator('.launcher, .panel').first().waitFor()
    if (await page.locator('inglenook-widget').count()) {
      await page.locator('.teaser').waitFor()
      await page.locator('.launcher').click()
    }
    await askOnce(page)
    // It is styled: the sheets are not what the policy forbids.
    expect(await page.locator('.panel').evaluate((panel) => getComputedStyle(panel).display)).toBe('flex')
    expect(await reportsOf(page, pages.violations, before)).toEqual([])
    await end()
  },
)

someDays('the strict page does report a script of its own that it forbids', async () => {
  const before = pages.violations.length
  const { end } = await visit({ body: '<!doctype html><script>1</script>', policy: strict() })
  await expect.poll(() => pages.violations.length).toBe(before + 1)
  await end()
})

someDays('a nonce alone is enough: the browser passes it on to the modules', async () => {
  const before = pages.violations.length
  const { page, end } = await visit({
    body: `<!doctype html>${pages.tag('nonce="r4nd0m" data-site="demo" data-open')}`,
    policy: `default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${pages.workerUrl}`,
  })
  await askOnce(page)
  expect(await reportsOf(page, pages.violations, before)).toEqual([])
  await end()
})

test('the stable address works with its integrity; modified, it does not run', async () => {
  const embed = await (await fetch(`${pages.workerUrl}/inglenook/embed.json`)).json()
  const served = await fetch(pages.workerUrl + embed.url)
  expect(served.headers.get('cache-control')).toContain('immutable')
  const bytes = Buffer.from(await served.arrayBuffer())
  expect(embed.integrity).toBe(`sha384-${createHash('sha384').update(bytes).digest('base64')}`)
  const evergreen = await fetch(`${pages.workerUrl}/inglenook.js`)
  expect(evergreen.headers.get('cache-control')).not.toContain('immutable')

  const tag = embed.tag.replace('{worker}', pages.workerUrl).replace('{site}', 'demo')
  const { context, page, end } = await visit(`<!doctype html>${tag}`)
  await page.locator('.launcher').click()
  await askOnce(page)

  await context.route(/\/loader-/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${await response.text()};window.tampered=true` })
  })
  await context.clearCookies()
  const other = await context.newPage()
  const complaints: string[] = []
  other.on('console', (message) => complaints.push(message.text()))
  await other.goto(page.url())
  await expect.poll(() => complaints.join('\n')).toContain('integrity')
  expect(await other.locator('inglenook-widget').count()).toBe(0)
  expect(await other.evaluate('window.tampered')).toBeUndefined()
  await end()
})

someDays('on a page in another encoding, the text is intact', async () => {
  const { page, end } = await visit({
    body: `<!doctype html><html lang="zh-CN"><meta charset="gbk">${pages.tag()}</html>`,
    type: 'text/html; charset=gbk',
  })
  await page.getByRole('button', { name: '聊天', exact: true }).waitFor()
  await end()
})

someDays.for([
  ['en', 'Offline'],
  ['zh-CN', '离线'],
])(
  'a first click without a network says so, in %s; the next click, with a network, opens the chat',
  async ([lang, words = '']) => {
    const { context, page, end } = await visit(`<!doctype html><html lang="${lang}">${pages.tag()}`)
    const launcher = page.locator('.launcher')
    await launcher.waitFor()
    await page.evaluate(`
    window.errors = []
    inglenook('on', 'error', ({ detail }) => errors.push(detail.code))
  `)
    const narrow = await launcher.boundingBox()
    await context.setOffline(true)
    await launcher.click()
    await page.getByRole('button', { name: words, exact: true }).waitFor()
    // How much wider depends on the machine: without glyphs for them two characters take hardly any room.
    await expect.poll(async () => (await launcher.boundingBox())?.width).toBeGreaterThan(narrow?.width ?? Infinity)
    expect(await page.evaluate('errors')).toEqual(['offline'])
    await context.setOffline(false)
    await launcher.click()
    await page.locator('.viewport[aria-busy=false]').waitFor()
    await page.mouse.move(0, 0)
    await expect.poll(async () => (await launcher.boundingBox())?.width).toBe(narrow?.width)
    await end()
  },
)

someDays('an element whose panel does not load has a button to try again', async () => {
  const context = await pages.browser.newContext({ locale: 'en-GB' })
  await context.route(/\/panel/, (route) => route.abort())
  const page = await context.newPage()
  await page.goto(pages.serve(`<!doctype html><inglenook-chat site="demo"></inglenook-chat>${pages.tag('')}`))
  const button = page.getByRole('button', { name: 'Offline' })
  await button.waitFor()
  await context.unroute(/\/panel/)
  await button.click()
  await askOnce(page)
  expect(await button.count()).toBe(0)
  await context.close()
})

someDays('while the panel loads, the launcher shows it', async () => {
  const { context, page, end } = await visit(`<!doctype html>${pages.tag()}`)
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await context.route(/\/panel/, async (route) => {
    await held
    await route.continue()
  })
  const launcher = page.locator('.launcher')
  const opacity = () => launcher.evaluate((button) => Number(getComputedStyle(button).opacity))
  await launcher.click()
  await expect.poll(opacity).toBeLessThan(1)
  release()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await expect.poll(opacity).toBe(1)
  await end()
})

someDays.for(Object.entries(forms))(
  'a tag older than the last deploy finds the newest version: %s',
  async ([, tag]) => {
    const context = await pages.browser.newContext({ locale: 'en-GB' })
    // A deploy removes what an older tag names.
    await context.route(/\/inglenook\/(panel|extras)-/, (route) => route.fulfill({ status: 404 }))
    const page = await context.newPage()
    await page.goto(pages.serve(`<!doctype html>${tag()}`))
    await page.locator('.teaser, .panel').first().waitFor()
    if (await page.locator('inglenook-widget').count()) await page.locator('.launcher').click()
    await askOnce(page)
    await context.close()
  },
)
