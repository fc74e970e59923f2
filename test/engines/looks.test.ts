/** What stands on the screen, and how it is reached. */
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { connect } from '../support/engines/connect.ts'
import { startEngine } from '../support/engines/start-engine.ts'
import { pageAround, strangersPage } from '../support/engines/strangers-page.ts'
import type { Engine } from '../support/engines/tab.ts'
import { PHONE } from '../support/engines/tab.ts'
import { Visitor, visitorOf } from '../support/engines/visitor.ts'

const product = inject('product')
const { name } = inject('engine')
let engine: Engine

beforeAll(async () => {
  engine = await connect(inject('engine'))
})

afterAll(async () => {
  await engine?.end()
})

async function asking(question: string): Promise<Visitor> {
  const visitor = await visitorOf(engine, strangersPage(product))
  await visitor.open()
  await visitor.ask(question)
  await visitor.appears('.turns .answer.markdown')
  await visitor.settled()
  return visitor
}

const background = (visitor: Visitor) =>
  visitor.run(({ seen }) => seen('.panel').map((panel) => getComputedStyle(panel).backgroundColor))

describe(name, () => {
  test('Markdown: code, a list, a quotation', async () => {
    const visitor = await asking('rich')
    await expect.poll(() => visitor.texts('.answer pre code')).toEqual(['const one = 1\n'])
    expect(await visitor.texts('.answer strong')).toEqual(['some'])
    expect(
      await visitor.count('.answer li input[type=checkbox], .answer li [role=checkbox], .answer li'),
    ).toBeGreaterThan(0)
    expect((await visitor.texts('.answer blockquote')).map((text) => text.trim())).toEqual(['quoted'])
    // The colours of the code come a little later.
    await expect.poll(() => visitor.count('.answer pre code span')).toBeGreaterThan(0)
  })

  test('a table has its cells, its borders and a width that stays in the panel', async () => {
    const visitor = await asking('table')
    expect(await visitor.texts('.answer th')).toEqual(['town', 'people'])
    expect(await visitor.texts('.answer td')).toEqual(['Beijing', '21,858,000', 'Shanghai', '24,870,000'])
    const found = await visitor.run(({ seen }) => {
      const cells = seen('.answer td').map((cell) => getComputedStyle(cell).textAlign)
      const [panel, answer] = [seen('.panel'), seen('.answer')].map(([one]) => one?.getBoundingClientRect())
      return { cells, isInside: panel && answer && panel.left <= answer.left && answer.right <= panel.right }
    })
    expect(found).toEqual({ cells: ['start', 'end', 'start', 'end'], isInside: true })
  })

  test('a right-to-left answer runs from right to left', async () => {
    const visitor = await asking('rtl')
    const found = await visitor.run(({ seen }) => {
      const [paragraph, list] = [seen('.answer p')[0], seen('.answer ul')[0]]
      const [panel] = seen('.panel')
      if (!paragraph || !list || !panel) return null
      const range = document.createRange()
      range.selectNodeContents(paragraph)
      const [words, box] = [range.getBoundingClientRect(), paragraph.getBoundingClientRect()]
      return {
        panel: getComputedStyle(panel).direction,
        paragraph: getComputedStyle(paragraph).direction,
        list: getComputedStyle(list).direction,
        beginsAtTheRight: box.right - words.right < words.left - box.left,
      }
    })
    expect(found).toEqual({ panel: 'ltr', paragraph: 'rtl', list: 'rtl', beginsAtTheRight: true })
  })

  test('a right-to-left page has a right-to-left panel', async () => {
    const visitor = await visitorOf(engine, strangersPage(product, { language: 'ar' }))
    await visitor.open()
    const directions = () => visitor.run(({ seen }) => seen('.panel').map((panel) => getComputedStyle(panel).direction))
    await expect.poll(directions).toEqual(['rtl'])
  })

  test('what a model writes never becomes a script, a dangerous link or a picture', async () => {
    const visitor = await asking('danger')
    const found = await visitor.run(({ seen }) => ({
      links: seen('.answer a').map((link) => link.getAttribute('href')),
      elements: seen('.answer script, .answer iframe').length,
      pictures: seen('.answer img').map((picture) => picture.getAttribute('src')),
      title: document.title,
    }))
    expect(found.links).toContain('https://good.example/')
    expect(found.links.filter((href) => !href?.startsWith('https://'))).toEqual([])
    expect(found).toMatchObject({ elements: 0, pictures: [], title: 'Shop' })
    await visitor.click('.answer p')
    expect(await visitor.run(() => document.title)).toBe('Shop')
  })

  test('the keyboard alone reaches the launcher, a question, its answer, and the page again', async () => {
    const visitor = await visitorOf(engine, strangersPage(product, { body: '<button id="first">First</button>' }))
    await visitor.appears('.launcher')
    const focused = () =>
      visitor.run(() => {
        const [host] = [document.activeElement]
        return (host?.shadowRoot?.activeElement ?? host)?.className
      })
    await visitor.run(() => document.querySelector<HTMLElement>('#first')?.focus())
    await visitor.press('Tab')
    await expect.poll(focused).toBe('launcher')
    await visitor.press('Enter')
    await visitor.isReady()
    await expect.poll(() => visitor.run(({ seen }) => seen('.composer textarea:focus').length)).toBe(1)
    await visitor.type('what is the capital of China?')
    await visitor.appears('.composer button[type=submit]:enabled')
    await visitor.press('Enter')
    await expect.poll(() => visitor.answer()).toBe('The capital of China is Beijing.')
    await visitor.settled()
    await visitor.press('Escape')
    await visitor.goes('.panel')
    await expect.poll(focused).toBe('launcher')
  })

  test('on a phone the panel fills the window, and closes', async () => {
    const profile = await engine.freshProfile()
    const visitor = new Visitor(await profile.tab())
    const url = strangersPage(product)
    await visitor.tab.gotoOnPhone(url, pageAround(product, url))
    await visitor.open()
    const box = () =>
      visitor.run(({ seen }) => {
        const [panel] = seen('.panel').map((panel) => panel.getBoundingClientRect())
        return panel && { left: panel.left, top: panel.top, width: panel.width, height: panel.height }
      })
    await expect.poll(box).toEqual({ left: 0, top: 0, ...PHONE })
    await visitor.ask('what is the capital of China?')
    await expect.poll(() => visitor.answer()).toBe('The capital of China is Beijing.')
    expect(await visitor.run(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
    await visitor.click({ button: 'Close chat' })
    await visitor.goes('.panel')
    await visitor.appears('.launcher')
  })

  test('on a dark system the panel is dark, beside a page that is dark too', async () => {
    const light = await asking('rich')
    const [lightColour] = await background(light)
    const running = await startEngine(name, { isDark: true })
    onTestFinished(running.stop)
    const atNight = await connect(running)
    const head = '<meta name="color-scheme" content="light dark">'
    const visitor = await visitorOf(atNight, strangersPage(product, { head }))
    expect(await visitor.run(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    await visitor.open()
    const [darkColour] = await background(visitor)
    expect(darkColour).toMatch(/^rgb\((\d{1,2}), (\d{1,2}), (\d{1,2})\)$/)
    expect(darkColour).not.toBe(lightColour)
    await atNight.end()
  })

  test('on paper there is no launcher', async () => {
    const visitor = await visitorOf(engine, strangersPage(product))
    await visitor.appears('.launcher')
    if (engine.print) expect((await engine.print(visitor.tab)).subarray(0, 5).toString()).toBe('%PDF-')
    // The rules for paper, on the screen: WebKit’s driver cannot print, and a PDF is hard to look into.
    await visitor.run(() => {
      const root = document.querySelector('inglenook-widget')?.shadowRoot
      for (const sheet of root?.adoptedStyleSheets ?? []) {
        for (const rule of sheet.cssRules) {
          if (rule instanceof CSSMediaRule && rule.media.mediaText === 'print') rule.media.mediaText = 'screen'
        }
      }
    })
    await visitor.goes('.launcher')
  })
})
