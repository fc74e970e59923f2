/** A page whose visitors may write HTML: an element called like a property of the document takes its place for scripts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { ELEMENTS, EVIL, NAMES } from '../../support/browser/shadowing.ts'

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages()
})

afterAll(() => pages?.end())

test('there are such names', () => {
  expect(NAMES).toEqual(expect.arrayContaining(['currentScript', 'createElement', 'body', 'inglenook']))
})

test.for(Object.entries(ELEMENTS))(
  'the chat is ours and works, whatever %s elements are called',
  async ([, element]) => {
    const context = await pages.browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    const evil: string[] = []
    await context.route(`${EVIL}/**`, (route) => {
      if (route.request().resourceType() === 'script') evil.push(route.request().url())
      return route.abort()
    })
    const thrown: string[] = []
    page.on('pageerror', (error) => thrown.push(String(error)))
    await page.goto(pages.serve(`<!doctype html><title>Shop</title><body>${NAMES.map(element).join('')}${pages.tag()}`))
    // The page itself is taken in by it: otherwise this test would show nothing.
    expect(await page.evaluate(() => document.currentScript instanceof Element)).toBe(true)
    await page.locator('.launcher').click()
    await page.locator('.viewport[aria-busy=false]').waitFor()
    await page.locator('.composer textarea').fill('where?')
    await page.locator('.composer textarea').press('Enter')
    await page.locator('.turns .answer', { hasText: 'The capital of China is Beijing。' }).waitFor()
    await page.locator('.composer button[type=submit]').waitFor()
    expect(evil).toEqual([])
    expect(thrown).toEqual([])
    await context.close()
  },
)

test('a chat that HTML puts beside ours with another API gets no token', async () => {
  const context = await pages.browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  const told: (string | undefined)[] = []
  await context.route(`${EVIL}/**`, (route) => {
    told.push(route.request().headers()['authorization'])
    return route.fulfill({
      status: 401,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
      json: { error: { code: 'invalid_token', message: 'Who are you?' } },
    })
  })
  await page.goto(pages.serve(`<!doctype html><title>Shop</title><body>${pages.tag()}`))
  await page.locator('.launcher').click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await page.locator('.composer textarea').fill('where?')
  await page.locator('.composer textarea').press('Enter')
  await page.locator('.turns .answer', { hasText: 'The capital of China is Beijing。' }).waitFor()

  const intruder = `<inglenook-chat site="demo" api="${EVIL}"></inglenook-chat>`
  await page.goto(pages.serve(`<!doctype html><title>Shop</title><body>${intruder}${pages.tag()}`))
  const chat = page.locator('inglenook-chat')
  await chat.locator('.composer textarea').fill('and here?')
  await chat.locator('.composer textarea').press('Enter')
  await expect.poll(() => told.length).toBeGreaterThan(1)
  expect(new Set(told)).toEqual(new Set([undefined]))
  // The visitor's own conversation is still there, and as open as it was.
  await page.locator('inglenook-widget .turns .answer', { hasText: 'The capital of China is Beijing。' }).waitFor()
  await context.close()
})
