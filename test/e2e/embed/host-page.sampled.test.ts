/** Pages that change the language itself, keep the focus to themselves, or give the chat no place to call home. */
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const ANSWER = 'The capital of China is Beijing。'

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages()
})

afterAll(() => pages?.end())

async function visit(html: string, options: BrowserContextOptions = {}) {
  const context = await pages.browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  const thrown: string[] = []
  page.on('pageerror', (error) => thrown.push(String(error)))
  await page.goto(pages.serve(html))
  const open = async () => {
    await page.locator('.launcher').click()
    await page.locator('.viewport[aria-busy=false]').waitFor()
  }
  const ask = async (question: string) => {
    await page.locator('.composer textarea').fill(question)
    await page.locator('.composer textarea').press('Enter')
    await page.locator('.turn', { hasText: question }).locator('.answer', { hasText: ANSWER }).waitFor()
    await page.locator('.composer button[type=submit]').waitFor()
  }
  return { page, thrown, open, ask, end: () => context.close() }
}

/** What a page has done to the language, before the tag. */
const languages: Record<string, string> = {
  // Prototype.js 1.6
  'arrays and texts with a toJSON': `
    Array.prototype.toJSON = function () { return '[' + this.map(String).join(', ') + ']' }
    String.prototype.toJSON = function () { return '"' + this + '"' }`,
  'objects with more than their own': `Object.prototype.extend = function () {}; Array.prototype.each = function () {}`,
  'a frozen Object.prototype': `Object.freeze(Object.prototype)`,
  'everything frozen': `for (const one of [Object, Array, Function, Error, Promise, Map, Set, RegExp]) Object.freeze(one.prototype)`,
}

someDays.for(Object.entries(languages))('the chat works, and keeps its conversations: %s', async ([, script]) => {
  const { page, thrown, open, ask, end } = await visit(`<!doctype html><script>${script}</script>${pages.tag()}`)
  await open()
  await ask('the first question')
  await page.getByRole('button', { name: 'New conversation' }).click()
  await ask('the second question')
  // The panel was open, and is again.
  await page.reload()
  await page.locator('.turn', { hasText: 'the second question' }).waitFor()
  await page.getByRole('button', { name: 'Conversations and privacy' }).click()
  await expect
    .poll(() => page.locator('.entry span').allTextContents())
    .toEqual(['the second question', 'the first question'])
  expect(thrown).toEqual([])
  await end()
})

// As Bootstrap's modal does: https://github.com/twbs/bootstrap/blob/v5.3.9/js/src/util/focustrap.js
const TRAP = `<div id="modal" tabindex="-1"><button id="close">Close</button></div><script>
  document.addEventListener('focusin', ({ target }) => {
    const modal = document.getElementById('modal')
    if (target !== document && target !== modal && !modal.contains(target)) document.getElementById('close').focus()
  })
  document.getElementById('close').focus()
</script>`

test('a modal that traps the focus lets a visitor write in the chat', async () => {
  const { page, open, ask, end } = await visit(`<!doctype html>${TRAP}${pages.tag()}`)
  await page.locator('.launcher').focus()
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('inglenook-widget')
  await open()
  await page.locator('.composer textarea').click()
  await page.keyboard.type('a b')
  expect(await page.locator('.composer textarea').inputValue()).toBe('a b')
  await ask('in the modal’s face')
  // It still keeps what is not ours.
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { id: 'other' })))
  await page.locator('#other').focus()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('close')
  await end()
})

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const LONG_PAGE = `<meta name="viewport" content="width=device-width"><a href="#a">one</a><p style="height: 3000px">long</p>
  <a href="#b">two</a>`

test('when a panel covers the page, only the panel can be reached, and the page keeps its place', async () => {
  const watch = `<script>window.watchers = []
    window.CloseWatcher = class extends EventTarget { constructor() { super(); watchers.push(this) } destroy() { this.over = true } }</script>`
  const { page, open, end } = await visit(`<!doctype html>${watch}${LONG_PAGE}${pages.tag()}`, PHONE)
  await page.evaluate(() => scrollTo(0, 700))
  await open()
  const panel = page.locator('.panel')
  await expect.poll(() => panel.getAttribute('aria-modal')).toBe('true')
  expect(await page.evaluate(() => document.body.inert)).toBe(true)
  // Through the whole panel and on: what has the focus is the chat, or the browser.
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('a')
  }
  await page.locator('.header').hover()
  await page.mouse.wheel(0, 500)
  // The browser's Back: it tells what was opened last.
  await page.evaluate('watchers.at(-1).dispatchEvent(new Event("close"))')
  await panel.waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => [document.body.inert, document.documentElement.style.overflow, scrollY])).toEqual([
    false,
    '',
    700,
  ])
  expect(await page.evaluate('watchers.every(({ over }) => over)')).toBe(true)
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('inglenook-widget')

  // Escape is still the panel's own.
  await open()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  await page.evaluate(`inglenook('open'); inglenook('destroy')`)
  await expect.poll(() => page.evaluate(() => document.body.inert)).toBe(false)
  await end()
})

someDays('beside a panel in the corner, the page stays usable', async () => {
  const { page, open, end } = await visit(`<!doctype html>${LONG_PAGE}${pages.tag()}`)
  await open()
  await page.getByRole('link', { name: 'one' }).click()
  expect(await page.evaluate(() => [document.body.inert, location.hash])).toEqual([false, '#a'])
  expect(await page.locator('.panel').getAttribute('aria-modal')).toBe(null)
  // Where it is made small enough, the panel covers it.
  await page.setViewportSize({ width: 500, height: 700 })
  await expect.poll(() => page.evaluate(() => document.body.inert)).toBe(true)
  await page.setViewportSize({ width: 1000, height: 700 })
  await expect.poll(() => page.evaluate(() => document.body.inert)).toBe(false)
  await end()
})

someDays('a question that cannot be sent yet is shown as waiting, and answered when the network returns', async () => {
  const { page, end } = await visit(`<!doctype html>${pages.tag()}`)
  await page.route('**/v1/**', (route) => route.abort())
  await page.locator('.launcher').click()
  await page.locator('.composer textarea').fill('Do you deliver?')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.question', { hasText: 'Do you deliver?' }).waitFor()
  await page.getByText('Waiting to be sent').waitFor()
  await page.unroute('**/v1/**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.locator('.turn .answer', { hasText: ANSWER }).waitFor()
  await expect.poll(() => page.locator('.question').count()).toBe(1)
  expect(await page.getByText('Waiting to be sent').count()).toBe(0)
  await end()
})

someDays('a sandboxed frame without an origin gets a true explanation', async () => {
  const inside = `<!doctype html>${pages.tag('data-site="demo" data-open')}`
  const { page, end } = await visit(
    `<!doctype html><iframe sandbox="allow-scripts" width="600" height="600" src="${pages.serve(inside)}"></iframe>`,
  )
  await page.frameLocator('iframe').getByText('This chat does not work in this kind of frame or file.').waitFor()
  await end()
})
