/** Formulas in answers: as MathML on the strictest page, as they are written where they cannot be shown. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from '../../support/browser/axe.ts'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { reportsOf } from '../../support/running/quiet.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const WIDE = Array.from({ length: 30 }, (_, at) => `a_{${at}}x^{${at}}`).join(' + ')
const ANSWERS: Readonly<Record<string, string>> = {
  all: [
    'The roots are $x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$, it costs $5 or $10.',
    '$$\n\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}\n$$',
    '\\[\n\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}\n\\]',
    '- $$f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}$$',
    '$$\n\\begin{aligned} a &= b \\\\ &= c \\end{aligned}\n$$',
    '| a | b |\n| - | - |\n| 1 | \\(\\bar{x}\\) |',
  ].join('\n\n'),
  unknown: 'It is $\\nothing{x} + 1$.\n\n$$\n\\frac{1}{\n$$\n\n$$\\href{https://a.example}{x}$$',
  wide: `Here $\\frac{${WIDE}}{2}$ and $${WIDE}$ and\n\n$$\n${WIDE}\n$$`,
  link: 'See [a page](https://a.example/) and $a^2$ and [another](https://b.example/) of these words.\n\n$$\nb^2\n$$',
}

let upstream: TellingUpstream
let pages: EmbedPages
let goOn = Promise.withResolvers<void>()

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) => {
    const question = messages.at(-1)?.content ?? ''
    // A formula that is still being written, for as long as the test wants.
    if (question === 'slow') return { text: '$$\n\\frac{1}{2}\n$$\n\nThe end.', piece: 10, until: goOn.promise }
    return { text: ANSWERS[question] ?? '' }
  })
  pages = await servePages(upstream.url)
})

afterAll(async () => {
  await pages?.end()
  await upstream?.stop()
})

async function open(html = 'lang="en"', options: { width?: number } = {}): Promise<Page> {
  const { workerUrl } = pages
  const url = pages.serve({
    body: `<!doctype html><html ${html}><meta name="viewport" content="width=device-width"><title>Strict</title>${pages.tag()}`,
    policy: `default-src 'none'; script-src ${workerUrl}; connect-src ${workerUrl}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  })
  const page = await pages.browser.newPage({ viewport: { width: options.width ?? 1000, height: 800 } })
  await page.goto(url)
  await page.locator('.launcher').click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  return page
}

async function ask(page: Page, question: string): Promise<void> {
  await page.locator('.composer textarea').fill(question)
  await page.locator('.composer textarea').press('Enter')
}

const settled = (page: Page) => page.locator('.composer button[type=submit]').waitFor()
const sources = (page: Page) => page.locator('.answer .math code').allTextContents()

test('formulas are MathML, which passes the page’s policy and axe', async () => {
  const page = await open()
  await ask(page, 'all')
  await settled(page)
  await expect.poll(() => page.locator('.answer math').count()).toBe(6)
  for (const [part, count] of Object.entries({ mfrac: 2, msqrt: 1, munderover: 1, mtable: 3, mover: 1 })) {
    expect(await page.locator(`.answer ${part}`).count(), part).toBe(count)
  }
  expect(await page.locator('.answer .display').count()).toBe(4)
  expect(await page.locator('.answer').textContent()).toContain('it costs $5 or $10.')
  expect(await sources(page)).toEqual([])
  // A style of Temml’s own reaches the element, though the policy lets nobody write one.
  const cell = page.locator('.answer .display mtd').nth(1)
  expect(await cell.evaluate((element) => parseFloat(getComputedStyle(element).paddingLeft))).toBeGreaterThan(1)
  expect(await reportsOf(page, pages.violations, 0)).toEqual([])
  const bare = await pages.browser.newPage()
  await bare.goto(
    pages.serve(`<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1></main>${pages.tag()}`),
  )
  await bare.locator('.launcher').click()
  await bare.locator('.viewport[aria-busy=false]').waitFor()
  for (const question of ['all', 'wide']) {
    await ask(bare, question)
    await settled(bare)
  }
  await bare.locator('.answer math').nth(8).waitFor()
  expect(await violations(bare, 'inglenook-widget')).toEqual([])
  await bare.close()
  await page.close()
})

test('what Temml does not accept as a formula is shown as written', async () => {
  const page = await open()
  await ask(page, 'unknown')
  await settled(page)
  expect(await sources(page)).toEqual(['\\nothing{x} + 1', '\\frac{1}{', '\\href{https://a.example}{x}'])
  expect(await page.locator('.answer :is(math, a)').count()).toBe(0)
  await page.close()
})

test('a wide formula scrolls in its place, by keyboard too, and the chat does not get wider', async () => {
  const page = await open('lang="en"', { width: 390 })
  await ask(page, 'wide')
  await settled(page)
  await expect.poll(() => page.locator('.answer math').count()).toBe(3)
  const room = (selector: string) =>
    page.locator(selector).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
  expect(await room('.viewport')).toBe(0)
  // The fraction and the formula that has a line of its own; the other one is broken into lines.
  expect(await page.locator('.answer .display').count()).toBe(2)
  expect(await room('.answer p')).toBe(0)
  for (const display of await page.locator('.answer .display').all()) {
    expect(await display.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(100)
    await display.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => display.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
  }
  await page.close()
})

test('on a right-to-left page, a formula runs from left to right', async () => {
  const page = await open('lang="ar" dir="rtl"')
  await ask(page, 'all')
  await settled(page)
  await expect.poll(() => page.locator('.answer math').count()).toBe(6)
  const sides = await page
    .locator('.answer .display')
    .first()
    .locator('mi, mn')
    .evaluateAll((all) => [
      all[0]?.textContent,
      all[0]?.getBoundingClientRect().left,
      all.at(-1)?.textContent,
      all.at(-1)?.getBoundingClientRect().left,
    ])
  expect(sides).toEqual(['i', expect.any(Number), '2', expect.any(Number)])
  expect(Number(sides[1])).toBeLessThan(Number(sides[3]))
  await page.close()
})

test('an unfinished formula is code, and a complete one is a formula', async () => {
  goOn = Promise.withResolvers<void>()
  const page = await open()
  await ask(page, 'slow')
  await expect.poll(() => sources(page)).toEqual(['\\frac{1'])
  goOn.resolve()
  await settled(page)
  await expect.poll(() => page.locator('.answer mfrac').count()).toBe(1)
  expect(await sources(page)).toEqual([])
  await page.close()
})

test('until the formula reader has loaded, formulas are code, and no focus or selection is lost', async () => {
  const page = await open()
  const come = Promise.withResolvers<void>()
  await page.route('**/inglenook/formulas-*', async (route) => {
    await come.promise
    await route.continue()
  })
  await ask(page, 'link')
  await settled(page)
  expect(await sources(page)).toEqual(['a^2', 'b^2'])
  const link = page.locator('.answer a').nth(1)
  await link.focus()
  const words = page.locator('.answer p')
  await words.evaluate((paragraph) => {
    const last = paragraph.lastChild
    if (last) getSelection()?.setBaseAndExtent(last, 1, last, 9)
  })
  const node = await link.elementHandle()
  come.resolve()
  await expect.poll(() => page.locator('.answer math').count()).toBe(2)
  expect(await sources(page)).toEqual([])
  expect(await node?.evaluate((element) => element.isConnected)).toBe(true)
  expect(await link.evaluate((element) => element.matches(':focus'))).toBe(true)
  expect(
    await words.evaluate((paragraph) => {
      const root = paragraph.getRootNode()
      const selection = getSelection()
      const [range] = root instanceof ShadowRoot ? (selection?.getComposedRanges({ shadowRoots: [root] }) ?? []) : []
      return [range?.startContainer === paragraph.lastChild, range?.startOffset, range?.endOffset]
    }),
  ).toEqual([true, 1, 9])
  await page.close()
})

test('if the formula reader cannot be loaded, formulas are code, and the next answer requests it at another address', async () => {
  const page = await open()
  const asked: string[] = []
  await page.route('**/inglenook/formulas-*', async (route) => {
    asked.push(new URL(route.request().url()).search)
    await route.abort()
  })
  await ask(page, 'link')
  await settled(page)
  await expect.poll(() => asked.length).toBe(2)
  expect(await sources(page)).toEqual(['a^2', 'b^2'])
  await page.unroute('**/inglenook/formulas-*')
  await ask(page, 'all')
  await settled(page)
  await expect.poll(() => page.locator('.answer math').count()).toBe(6)
  expect(asked).toEqual(['', expect.stringMatching(/^\?\d+$/)])
  await page.close()
})

test('copying from an answer gives what the model wrote', async () => {
  const context = await pages.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.goto(pages.serve(`<!doctype html><html lang="en"><title>Shop</title>${pages.tag()}`))
  await page.locator('.launcher').click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await ask(page, 'all')
  await settled(page)
  await page.locator('.answer math').first().waitFor()
  await page.locator('.turn').first().hover()
  await page.locator('.panel').getByRole('button', { name: 'Copy answer' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(ANSWERS['all'])
  await context.close()
})
