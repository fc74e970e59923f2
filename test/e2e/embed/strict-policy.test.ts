/** Everything a visitor does, on a page that allows next to nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { reportsOf } from '../../support/running/quiet.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const RICH = 'Here is **some** code:\n\n```js\nconst one = 1\n```\n\n| a | b |\n| - | - |\n| 1 | $x^2$ |\n'

/** The request of the flow that retries: its answer stays at its first words until it has been stopped. */
const RETRY = 2
const retryIsOver = Promise.withResolvers<void>()

let upstream: TellingUpstream
let pages: EmbedPages

beforeAll(async () => {
  upstream = await startTellingUpstream((n, messages) =>
    messages.at(-1)?.content === 'slow'
      ? { text: RICH.repeat(20), piece: 10, milliseconds: 30, until: n === RETRY ? retryIsOver.promise : undefined }
      : { text: RICH },
  )
  pages = await servePages(upstream.url)
})

afterAll(async () => {
  await pages?.end()
  await upstream?.stop()
})

const FLOWS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async open(page) {
    await page.locator('.launcher').click()
    await page.locator('.viewport[aria-busy=false]').waitFor()
  },
  async ask(page) {
    await composer(page).fill('first')
    await composer(page).press('Enter')
    await page.locator('.turns .answer pre').waitFor()
    await settled(page)
  },
  async stream(page) {
    await composer(page).fill('slow')
    await composer(page).press('Enter')
    const growing = () => page.locator('.turns .answer').nth(1).textContent()
    await expect.poll(async () => (await growing())?.length ?? 0).toBeGreaterThan(20)
    const before = (await growing())?.length ?? 0
    await expect.poll(async () => (await growing())?.length ?? 0).toBeGreaterThan(before)
  },
  async stop(page) {
    await button(page, 'Stop answering').click()
    await page.getByText('You stopped this answer.').waitFor()
  },
  async retry(page) {
    await button(page, 'Try again').click()
    // Until the new answer begins, the one that was stopped is still there.
    const answer = page.locator('.turns .answer:not(.typing)').nth(1)
    await expect.poll(() => answer.textContent()).toMatch(/^Here is\W*$/)
    await button(page, 'Stop answering').click()
    await settled(page)
    retryIsOver.resolve()
  },
  async copy(page) {
    await page.locator('.turn').first().hover()
    await button(page, 'Copy answer').first().click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(RICH)
    await page.locator('.copy').first().click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('const one = 1\n')
  },
  async feedback(page) {
    await button(page, 'Good answer').last().click()
    await page.getByRole('textbox', { name: /What was good/ }).fill('the code')
    await button(page, 'Send comment').click()
    await page.getByText('Thank you for your feedback.').waitFor()
  },
  async theme(page) {
    const background = () => page.locator('.panel').evaluate((panel) => getComputedStyle(panel).backgroundColor)
    const light = await background()
    await page.evaluate(`inglenook('update', { theme: 'dark' })`)
    await expect.poll(background).not.toBe(light)
  },
  async locale(page) {
    await page.evaluate(`inglenook('update', { locale: 'fr' })`)
    await button(page, 'Nouvelle conversation').waitFor()
    await page.evaluate(`inglenook('update', { locale: 'en' })`)
    await button(page, 'New conversation').waitFor()
  },
  async new(page) {
    await button(page, 'New conversation').click()
    await page.locator('.turn').first().waitFor({ state: 'detached' })
  },
  async history(page) {
    await button(page, 'Conversations and privacy').click()
    await button(page, /^first/).click()
    await expect.poll(() => page.locator('.question').allTextContents()).toEqual(['first', 'slow'])
  },
  async close(page) {
    await button(page, 'Close chat').first().click()
    await page.locator('.panel').waitFor({ state: 'hidden' })
  },
}

const composer = (page: Page) => page.locator('.composer textarea')
const settled = (page: Page) => page.locator('.composer button[type=submit]').waitFor()
const button = (page: Page, name: string | RegExp) => page.locator('.panel').getByRole('button', { name })

test('twelve of twelve flows work, and the page’s policy reports nothing', async () => {
  const { workerUrl } = pages
  const url = pages.serve({
    body: `<!doctype html><html lang="en"><title>Strict</title>${pages.tag()}`,
    policy: `default-src 'none'; script-src ${workerUrl}; connect-src ${workerUrl}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  })
  const context = await pages.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(url)
  const done: string[] = []
  for (const [name, flow] of Object.entries(FLOWS)) {
    await flow(page)
    done.push(name)
  }
  expect(done).toHaveLength(12)
  expect(await reportsOf(page, pages.violations, 0)).toEqual([])
  expect(errors).toEqual([])
  await context.close()
})

test('the same page does report violations of its policy', async () => {
  const before = pages.violations.length
  const url = pages.serve({ body: '<!doctype html><script>1</script>', policy: `default-src 'none'` })
  const page = await pages.browser.newPage()
  await page.goto(url)
  await expect.poll(() => pages.violations.length).toBeGreaterThan(before)
  await page.close()
})
