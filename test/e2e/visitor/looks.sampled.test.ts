/** How launcher and panel look, and where they are, on pages and systems of all kinds. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { someDays } from '../../support/sampling/sampling.ts'

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

test('the launcher has its looks from the tag before anything is fetched, and keeps them, and so does the panel', async () => {
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
  await panel.evaluate((panel) => Promise.all(panel.getAnimations().map(({ finished }) => finished)))
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

someDays('without looks in the tag, the site’s looks come with the panel', async () => {
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

someDays('unreadable values in the tag are ignored, and a page’s style sheet takes precedence', async () => {
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

someDays('the launcher, panel and teaser move together, and the launcher always stays in the window', async () => {
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

someDays('a page can change them with a call', async () => {
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

/** WCAG's contrast of two colours as the browser computes them. */
const contrast = (page: Page, one: string, other: string) =>
  page.evaluate(
    ([one = '', other = '']) => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d')
      const luminance = (colour: string) => {
        if (!canvas) return Number.NaN
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        const [red = 0, green = 0, blue = 0] = Array.from(canvas.getImageData(0, 0, 1, 1).data, (byte) =>
          byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
      }
      const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
      return (high + 0.05) / (low + 0.05)
    },
    [one, other],
  )

const styleOf = (page: Page, part: string, property: string) =>
  page
    .locator(part)
    .first()
    .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property)

someDays('a disabled control looks the same under the pointer', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag()}`)
  await open(page)
  const send = page.locator('.composer button[type=submit]')
  const looks = () => send.evaluate((button) => [getComputedStyle(button).filter, getComputedStyle(button).background])
  expect(await send.isDisabled()).toBe(true)
  const before = await looks()
  await send.hover({ force: true })
  expect(await send.evaluate((button) => button.matches(':hover'))).toBe(true)
  expect(await looks()).toEqual(before)
  await end()
})

const HARD = [
  '#000000',
  '#111111',
  '#ffffff',
  '#fdfaf7',
  '#004400',
  '#0000ff',
  '#00ff00',
  '#ffff00',
  '#ff0000',
  '#808080',
]

someDays.for(['light', 'dark'])(
  'elements in the accent colour stand out from the panel, whatever the accent: %s',
  async (theme) => {
    const { page, end } = await visit(`<!doctype html>${pages.tag(`data-site="acme" data-theme="${theme}"`)}`)
    await open(page)
    await page.getByRole('textbox').fill('what is the capital?')
    await page.getByRole('textbox').press('Enter')
    await page.locator('.turn .answer').waitFor()
    await page.locator('.composer button[type=submit]').waitFor()
    await page.getByRole('textbox').fill('more')
    const surface = await styleOf(page, '.panel', 'background-color')
    for (const accent of HARD) {
      await page.evaluate(`inglenook('update', { accent: '${accent}' })`)
      await expect
        .poll(() => styleOf(page, '.question', 'background-color').then((now) => contrast(page, now, accent)))
        .toBeCloseTo(1, 2)
      for (const part of ['.question', '.avatar', '.composer button[type=submit]']) {
        const shadow = await styleOf(page, part, 'box-shadow')
        const fill = await contrast(page, await styleOf(page, part, 'background-color'), surface)
        const line = await contrast(page, shadow.replace(/\s*0px.*$/, ''), surface)
        expect([accent, part, Math.max(fill, line) >= 3]).toEqual([accent, part, true])
      }
      await page.getByRole('textbox').focus()
      expect([accent, (await contrast(page, await styleOf(page, '.box', 'border-color'), surface)) >= 3]).toEqual([
        accent,
        true,
      ])
      await page.locator('.viewport').focus()
      expect([accent, (await contrast(page, await styleOf(page, '.box', 'border-color'), surface)) >= 3]).toEqual([
        accent,
        true,
      ])
    }
    await end()
  },
)

someDays('in forced colours, a pressed thumb, a question and the focused field look different', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag()}`, { forcedColors: 'active' })
  await open(page)
  await page.getByRole('textbox').fill('what is the capital?')
  await page.getByRole('textbox').press('Enter')
  const good = page.getByRole('button', { name: 'Good answer' })
  await good.click()
  await expect.poll(() => good.getAttribute('aria-pressed')).toBe('true')
  expect(await styleOf(page, '.tool[aria-pressed=true]', 'background-color')).not.toBe(
    await styleOf(page, '.tool[aria-pressed=false]', 'background-color'),
  )
  expect(await styleOf(page, '.question', 'border-style')).toBe('solid')
  await page.locator('.composer textarea').focus()
  expect(await styleOf(page, '.box', 'outline-style')).toBe('solid')
  await end()
})

someDays('every button has 44 pixels for a finger, on a screen of any width', async () => {
  const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true }
  const { page, end } = await visit(
    `<!doctype html><meta name="viewport" content="width=device-width">${pages.tag('data-site="acme" data-teaser="Hi"')}`,
    tablet,
  )
  const sizes = (part: string) =>
    page.locator(part).evaluateAll((all) => all.flatMap((one) => [one.clientWidth, one.clientHeight]))
  await page.locator('.teaser').waitFor()
  for (const size of await sizes('.teaser button')) expect(size).toBeGreaterThanOrEqual(44)
  await open(page)
  await page.getByRole('textbox').fill('what is the capital?')
  await page.getByRole('textbox').press('Enter')
  await page.getByRole('button', { name: 'Good answer' }).waitFor()
  const all = await sizes('.panel button')
  expect(all.length).toBeGreaterThan(12)
  // The line around a pill belongs to it.
  for (const size of all) expect(size).toBeGreaterThanOrEqual(42)
  await end()
})

const SCHEMES: Record<string, [html: string, scheme: 'light' | 'dark']> = {
  'a page without a colour scheme': ['', 'light'],
  'a white page': ['<style>body { background: #fff }</style>', 'light'],
  'a dark page without a colour scheme': ['<style>body { background: #111; min-height: 100vh }</style>', 'dark'],
  'a page in a dark box': ['<div style="background: #123; height: 100vh"></div>', 'dark'],
  'a page that follows the system': ['<style>:root { color-scheme: light dark }</style>', 'dark'],
  'a page whose meta follows the system': ['<meta name="color-scheme" content="light dark">', 'dark'],
  'a page under the backdrop of a dialog': [
    '<div style="position: fixed; inset: 0; background: #000; opacity: .5"></div>',
    'light',
  ],
  'a page under a veil': ['<div style="position: fixed; inset: 0; background: rgb(0 0 0 / .75)"></div>', 'light'],
  'a page that is light only': ['<style>:root { color-scheme: light }</style>', 'light'],
}

someDays.for(Object.entries(SCHEMES))('on a dark system, beside %s', async ([, [html, scheme]]) => {
  const { page, end } = await visit(`<!doctype html><title>x</title><body>${html}${pages.tag()}`, {
    colorScheme: 'dark',
  })
  await open(page)
  expect(await page.locator('inglenook-widget').getAttribute('data-scheme')).toBe(scheme)
  await end()
})
