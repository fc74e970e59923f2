/** How launcher and panel look, and where they are, on pages and systems of all kinds. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages } from '../support/embed-pages.ts'
import { someDays } from '../support/sampling.ts'

const SITE = { accent: '#0066cc', position: 'bottom-left', offsetX: 30, offsetY: 96, zIndex: 5 }
const TAG =
  'data-site="acme" data-accent="#0066cc" data-position="bottom-left" data-offset-x="30" data-offset-y="96" data-z-index="5"'

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages(undefined, { settings: SITE })
})

afterAll(() => pages?.end())

async function visit(html: string, options: BrowserContextOptions = {}) {
  const context = await pages.browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    // Where something is, is where it is to stay.
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  await page.goto(pages.serve(html))
  return { context, page, end: () => context.close() }
}

const looksOf = (launcher: Locator) =>
  launcher.evaluate((button) => {
    const { backgroundColor, zIndex } = getComputedStyle(button)
    const { left, bottom } = button.getBoundingClientRect()
    return { backgroundColor, zIndex, left, below: innerHeight - bottom }
  })

const open = async (page: Page) => {
  await page.locator('.launcher').click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
}

test('the launcher has its looks from the tag, before anything is fetched, and keeps them; so has the panel', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag(TAG)}`)
  const launcher = page.locator('.launcher')
  await launcher.waitFor()
  const first = { backgroundColor: 'rgb(0, 102, 204)', zIndex: '5', left: 30, below: 96 }
  expect(await looksOf(launcher)).toEqual(first)

  // The site is not known yet, and the panel looks as it will.
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/v1/sites/acme', async (route) => {
    await held
    await route.continue()
  })
  await launcher.click()
  const panel = page.locator('.panel')
  await panel.waitFor()
  const early = await panel.boundingBox()
  expect(early?.x).toBe(30)
  expect(await looksOf(launcher)).toEqual(first)
  answer()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  expect(await panel.boundingBox()).toEqual(early)
  expect(await looksOf(launcher)).toEqual(first)
  // The launcher is below the panel and not on it.
  const box = await launcher.boundingBox()
  expect((early?.y ?? 0) + (early?.height ?? 0)).toBeLessThan(box?.y ?? 0)
  await end()
})

someDays('a tag that says nothing of looks: the site’s come with the panel', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag('data-site="acme"')}`)
  await open(page)
  expect(await looksOf(page.locator('.launcher'))).toEqual({
    backgroundColor: 'rgb(0, 102, 204)',
    zIndex: '5',
    left: 30,
    below: 96,
  })
  await end()
})

someDays('what cannot be read in the tag counts as not said, and a page’s style sheet goes before it', async () => {
  const nonsense = 'data-site="demo" data-accent="brand(1)" data-offset-x="far" data-offset-y="" data-z-index="top"'
  const wrong = await visit(`<!doctype html>${pages.tag(nonsense)}`)
  await wrong.page.locator('.launcher').waitFor()
  const right = { backgroundColor: 'rgb(180, 68, 31)', zIndex: '2147483000', below: 20 }
  expect(await looksOf(wrong.page.locator('.launcher'))).toMatchObject(right)
  await wrong.end()

  const style = 'inglenook-widget { --inglenook-offset-y: 120px; --inglenook-accent: #0a6 }'
  const { page, end } = await visit(`<!doctype html><style>${style}</style>${pages.tag(TAG)}`)
  await page.locator('.launcher').waitFor()
  expect(await looksOf(page.locator('.launcher'))).toMatchObject({ backgroundColor: 'rgb(0, 170, 102)', below: 120 })
  await end()
})

someDays('launcher, panel and teaser move together, and however far, the launcher stays in the window', async () => {
  const far = 'data-site="demo" data-offset-x="60" data-offset-y="9999" data-teaser="May I help?"'
  const { page, end } = await visit(`<!doctype html>${pages.tag(far)}`)
  const [launcher, teaser] = [page.locator('.launcher'), page.locator('.teaser')]
  await teaser.waitFor()
  const [button, bubble] = [await launcher.boundingBox(), await teaser.boundingBox()]
  if (!button || !bubble) throw new Error('neither is hidden')
  expect(button.y).toBeGreaterThan(0)
  expect(bubble.x + bubble.width).toBeLessThan(button.x)
  expect(Math.abs(bubble.y + bubble.height / 2 - button.y - button.height / 2)).toBeLessThan(12)
  await open(page)
  const panel = await page.locator('.panel').boundingBox()
  if (!panel) throw new Error('it is open')
  expect(1280 - panel.x - panel.width).toBe(60)
  expect(panel.y).toBeGreaterThanOrEqual(0)
  expect(panel.y + panel.height).toBeLessThan(button.y)
  await end()
})

someDays('a page can change them by a call', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag()}`)
  await open(page)
  await page.evaluate(`inglenook('update', { accent: '#123456', offsetX: 50, offsetY: 70 })`)
  await expect
    .poll(() => looksOf(page.locator('.launcher')))
    .toMatchObject({ backgroundColor: 'rgb(18, 52, 86)', below: 70 })
  await page.evaluate(`inglenook('update', { accent: '', offsetX: '', offsetY: '' })`)
  await expect
    .poll(() => looksOf(page.locator('.launcher')))
    .toMatchObject({ backgroundColor: 'rgb(180, 68, 31)', below: 20 })
  await end()
})
