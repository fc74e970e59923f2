/** The main job: a visitor on a stranger's page asks, the Worker answers, and remembers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, visit, type Browsing } from '../support/browser/browsing.ts'
import { quiet } from '../support/running/quiet.ts'

let browsing: Browsing

beforeAll(async () => {
  browsing = await browse()
})

afterAll(async () => {
  await browsing?.end()
})

const texts = ['中国首都在哪里', '人口是多少?'] as const
const CAPITAL = '中国的首都是北京。'

test('a visitor asks, sees the answer stream in, asks again, reloads and finds the conversation; nobody else does', async () => {
  const visitor = await browsing.visitor()
  const { page, panel, answers } = visitor
  await visitor.open()

  // What stood there while it grew.
  await panel.evaluate((root) => {
    const seen: string[] = []
    const look = () => seen.push(root.querySelector('.turns .answer:not(.typing)')?.textContent ?? '')
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { seen })
  })
  await visitor.ask(texts[0])
  await expect.poll(() => answers.first().textContent()).toBe(CAPITAL)
  const seen = await page.evaluate(() =>
    'seen' in window && Array.isArray(window.seen) ? window.seen.map(String) : [],
  )
  const steps = [...new Set(seen.filter(Boolean))]
  expect(steps.length).toBeGreaterThanOrEqual(2)
  for (const step of steps) expect(CAPITAL.startsWith(step)).toBe(true)

  await visitor.ask(texts[1])
  await expect.poll(() => answers.nth(1).textContent()).toMatch(/北京.*2185/)
  // The stop button has become the send button again: the answer is whole.
  await panel.locator('button[type=submit]').waitFor()
  const both = await answers.allTextContents()

  await page.reload()
  await visitor.open()
  await expect.poll(() => answers.allTextContents()).toEqual(both)
  expect(await panel.locator('.question').allTextContents()).toEqual([...texts])

  const somebodyElse = await browsing.visitor()
  await somebodyElse.open()
  expect(await somebodyElse.panel.locator('.turn').count()).toBe(0)
  // Without the first question the second means something else.
  await somebodyElse.ask(texts[1])
  await expect.poll(() => somebodyElse.answers.first().textContent()).not.toMatch(/2185/)
  await somebodyElse.context.close()
  await visitor.context.close()
})

test('the page requests the loader, stores nothing and sets no cookie until a visitor uses the chat', async () => {
  const context = await browsing.browser.newContext()
  const page = await context.newPage()
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  await page.clock.install()
  await page.goto(browsing.demo.pageUrl)
  await page.locator('.launcher').waitFor()
  // However long somebody reads the page.
  await page.clock.runFor('10:00')
  await quiet(page)
  const fromWorker = requested.filter((url) => url.startsWith(browsing.demo.workerUrl))
  expect(fromWorker).toEqual([`${browsing.demo.workerUrl}/inglenook.js`])
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(await context.cookies()).toEqual([])
  await context.close()
})

test('the page has a different origin from the Worker, and the page’s CSS does not reach into the panel', async () => {
  expect(new URL(browsing.demo.pageUrl).origin).not.toBe(new URL(browsing.demo.workerUrl).origin)
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.page.addStyleTag({
    content: 'button, div, p, textarea { color: rgb(1, 2, 3) !important; display: inline }',
  })
  const colour = await visitor.composer.evaluate((field) => getComputedStyle(field).color)
  expect(colour).not.toBe('rgb(1, 2, 3)')
  await visitor.context.close()
})

test('stop keeps the text so far; a new conversation starts empty', async () => {
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.ask('What is Inglenook?')
  await visitor.answers.first().waitFor()
  await visitor.panel.getByRole('button', { name: '停止回答' }).click()
  await visitor.panel.getByText('你已停止这次回答。').waitFor()
  // The renderer leaves out a space at the end, which stands there until it has come.
  const answer = async () => (await visitor.answers.first().textContent())?.trimEnd()
  const kept = await answer()
  expect(kept?.length).toBeGreaterThan(0)

  await visitor.page.reload()
  await visitor.open()
  await expect.poll(answer).toBe(kept)

  await visitor.panel.getByRole('button', { name: '新的对话' }).click()
  await expect.poll(() => visitor.panel.locator('.turn').count()).toBe(0)
  await visitor.ask(texts[0])
  await expect.poll(() => visitor.answers.first().textContent()).toBe(CAPITAL)
  await visitor.context.close()
})

test('the panel says that the built-in demo model answers', async () => {
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.panel.locator('.notice').waitFor()
  expect(await visitor.panel.locator('.notice').textContent()).toMatch(/OPENAI_API_KEY/)
  await visitor.context.close()
})

test('a loader older than the deployed panel still opens it', async () => {
  const context = await browsing.browser.newContext({ locale: 'zh-CN' })
  const gone: string[] = []
  await context.route(/\/inglenook\/panel-\w+\.js/, (route) => {
    gone.push(route.request().url())
    return route.fulfill({ status: 404, body: 'gone' })
  })
  const visitor = await visit(context, browsing.demo.pageUrl)
  await visitor.open()
  await visitor.ask(texts[0])
  await expect.poll(() => visitor.answers.first().textContent()).toBe(CAPITAL)
  expect(gone.length).toBeGreaterThan(0)
  await context.close()
})
