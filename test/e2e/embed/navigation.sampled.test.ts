/** Pages that navigate without loading, elements that move and go, and what `destroy` leaves behind: nothing. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { quiet } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages()
})

afterAll(async () => {
  await pages?.end()
})

async function visit(html: string) {
  const context = await pages.browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(pages.serve(html))
  return { page, complaints, end: () => context.close() }
}

const ready = (page: Page) => page.locator('.viewport[aria-busy=false]').waitFor()

/** Each makes the page another one, as a framework does. `next` is the new body, with the tag in it. */
const navigations: Record<string, string> = {
  'the history API': `history.pushState({}, '', '/elsewhere'); document.querySelector('main').textContent = 'another page'`,
  'a body whose script runs again, like Turbo': `
    const next = new DOMParser().parseFromString(NEXT, 'text/html').body
    for (const script of next.querySelectorAll('script')) {
      const fresh = document.createElement('script')
      for (const { name, value } of script.attributes) fresh.setAttribute(name, value)
      script.replaceWith(fresh)
    }
    document.documentElement.replaceChild(next, document.body)`,
  'a body whose script does not run again, like Astro': `
    document.body.replaceWith(new DOMParser().parseFromString(NEXT, 'text/html').body)`,
  'a body that is emptied and filled': `document.body.innerHTML = '<main>another page</main>'`,
  'a body that goes before another one comes': `
    document.body.remove()
    setTimeout(() => document.documentElement.append(new DOMParser().parseFromString(NEXT, 'text/html').body), 50)`,
  'a view transition': `
    document.startViewTransition(() => {
      document.body.replaceWith(new DOMParser().parseFromString(NEXT, 'text/html').body)
    })`,
  'a whole new document element, like React after a mismatch': `
    document.documentElement.replaceWith(new DOMParser().parseFromString(NEXT, 'text/html').documentElement)`,
  'a document that is rendered again from <html> on, like React 19': `
    for (const child of [...document.documentElement.children])
      if (!/^(head|body|script|style|link)$/.test(child.localName)) child.remove()
    document.querySelector('main').textContent = 'another page'`,
  'a document whose contents are rewritten': `
    document.documentElement.innerHTML = '<head></head><body><main>another page</main></body>'`,
}

someDays.for(Object.entries(navigations))('an open chat survives %s', async ([, script]) => {
  const html = `<!doctype html><html><head><title>x</title></head><body><main>a page</main>${pages.tag()}</body></html>`
  const { page, complaints, end } = await visit(html)
  await page.locator('.launcher').click()
  await ready(page)
  await page.getByRole('textbox').fill('half a question')
  await page.evaluate(script.replaceAll('NEXT', JSON.stringify(html.replace('a page', 'another page'))))
  await page.getByText('another page').waitFor()
  await quiet(page)

  await expect.poll(() => page.locator('inglenook-widget').count()).toBe(1)
  await expect.poll(() => page.locator('.panel').isVisible()).toBe(true)
  expect(await page.getByRole('textbox').inputValue()).toBe('half a question')
  await page.getByRole('textbox').press('Enter')
  await expect
    .poll(() => page.locator('.turns .answer').first().textContent())
    .toBe('The capital of China is Beijing。')
  // Whoever listens to the page still hears it.
  await expect
    .poll(() => page.locator('[aria-live=polite]').allTextContents())
    .toEqual(['The capital of China is Beijing。'])
  await page.locator('.launcher').click()
  await expect.poll(() => page.locator('.panel').isVisible()).toBe(false)
  await expect.poll(() => page.locator('inglenook-widget').count()).toBe(1)
  expect(complaints).toEqual([])
  await end()
})

test('if a page keeps removing the chat, the page works, and the chat comes back when the page stops', async () => {
  const { page, complaints, end } = await visit(`<!doctype html><main>a page</main>${pages.tag()}`)
  await page.locator('.launcher').waitFor()
  await page.evaluate(`
    window.taken = 0
    window.taking = new MutationObserver(() => {
      const chat = document.querySelector('inglenook-widget')
      if (chat) taken += 1
      chat?.remove()
    })
    taking.observe(document.documentElement, { childList: true })
    document.querySelector('inglenook-widget').remove()
  `)
  // The page's own scripts have their turn, time and again.
  await page.waitForFunction('taken >= 3')
  expect(await page.evaluate('taken')).toBeLessThan(6)
  await page.evaluate('taking.disconnect()')
  await page.locator('.launcher').waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('an element that is moved continues; one that is removed ends; one that is put back starts again', async () => {
  const { page, complaints, end } = await visit(`<!doctype html>
    <div id="one"><inglenook-chat site="demo"></inglenook-chat></div><div id="two"></div>${pages.tag('')}`)
  await ready(page)
  await page.getByRole('textbox').fill('half a question')
  await page.evaluate(`
    window.element = document.querySelector('inglenook-chat')
    document.querySelector('#two').append(element)
  `)
  await quiet(page)
  expect(await page.locator('#two inglenook-chat').getByRole('textbox').inputValue()).toBe('half a question')

  await page.evaluate('element.remove()')
  await expect.poll(() => page.evaluate('typeof inglenook')).toBe('undefined')
  await expect.poll(() => page.locator('[aria-live=polite]').count()).toBe(0)

  await page.evaluate(`document.querySelector('#one').append(element)`)
  await ready(page)
  // What was written is the visitor's, and the tab keeps it.
  expect(await page.getByRole('textbox').inputValue()).toBe('half a question')
  await expect.poll(() => page.locator('.panel').count()).toBe(1)
  expect(complaints).toEqual([])
  await end()
})

/** Counts what a page has opened and not closed again. */
const COUNT = `<script>
  window.open_ = { channels: 0, timers: new Set() }
  const Channel = BroadcastChannel
  window.BroadcastChannel = class extends Channel {
    constructor(name) { super(name); open_.channels += 1 }
    close() { super.close(); open_.channels -= 1 }
  }
  for (const kind of ['Timeout', 'Interval']) {
    const [set, clear] = [window['set' + kind], window['clear' + kind]]
    window['set' + kind] = (act, ...others) => {
      const id = set((...given) => { if (kind === 'Timeout') open_.timers.delete(id); act(...given) }, ...others)
      open_.timers.add(id)
      return id
    }
    window['clear' + kind] = (id) => { open_.timers.delete(id); clear(id) }
  }
</script>`

const LISTENED_TO = [
  'window',
  'document',
  'document.documentElement',
  'document.body',
  'visualViewport',
  'navigator.connection',
]

async function measured(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const collect = async () => {
    for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
  }
  return {
    /** Every listener on what outlives a chat. */
    async listeners() {
      const counts: Record<string, number> = {}
      for (const expression of LISTENED_TO) {
        const { result } = await session.send('Runtime.evaluate', { expression })
        if (!result.objectId) continue
        const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId })
        counts[expression] = listeners.length
      }
      return counts
    },
    /** Every node and listener that is still reachable. */
    async kept() {
      await collect()
      const { metrics } = await session.send('Performance.getMetrics')
      const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
      return { nodes: of('Nodes'), listeners: of('JSEventListeners') }
    },
    opened: () => page.evaluate<[number, number]>('[open_.channels, open_.timers.size]'),
    globals: () => page.evaluate<string[]>(`Object.keys(window).filter((name) => /inglenook/i.test(name))`),
    nodes: () => page.evaluate<number>(`document.querySelectorAll('*').length`),
  }
}

someDays('destroy leaves no node, listener, timer, channel or global, twenty times in a row', async () => {
  const { page, complaints, end } = await visit(`<!doctype html>${COUNT}<p>a page</p>`)
  const tag = `
    window.script?.remove()
    window.script = document.createElement('script')
    script.src = '${pages.workerUrl}/inglenook.js'
    script.dataset.site = 'demo'
    document.head.append(script)`
  const cycle = async () => {
    await page.evaluate(tag)
    await page.locator('.launcher').click()
    await ready(page)
    await page.evaluate(`inglenook('destroy')`)
    await expect.poll(() => page.locator('inglenook-widget').count()).toBe(0)
    await page.evaluate('script.remove()')
  }
  const { listeners, kept, opened, globals, nodes } = await measured(page)
  const before = { listeners: await listeners(), nodes: await nodes() }
  expect(Object.keys(before.listeners).length).toBeGreaterThanOrEqual(5)
  // The first brings the modules along, which stay.
  await cycle()
  await expect.poll(async () => ({ listeners: await listeners(), nodes: await nodes() })).toEqual(before)
  await expect.poll(opened).toEqual([0, 0])
  expect(await globals()).toEqual([])

  await cycle()
  await expect.poll(opened).toEqual([0, 0])
  const early = await kept()
  for (let round = 0; round < 20; round += 1) await cycle()
  await expect.poll(opened).toEqual([0, 0])
  await expect.poll(async () => ({ listeners: await listeners(), nodes: await nodes() })).toEqual(before)
  await expect.poll(async () => (await kept()).listeners).toBeLessThanOrEqual(early.listeners)
  // Twenty chats have some 2,000 nodes.
  await expect.poll(async () => (await kept()).nodes).toBeLessThan(early.nodes + 60)
  expect(complaints).toEqual([])
  await end()
})

someDays('destroy while the panel is loading leaves nothing either', async () => {
  const { page, complaints, end } = await visit(`<!doctype html>${COUNT}${pages.tag()}`)
  await page.locator('.launcher').waitFor()
  const { listeners, opened, globals } = await measured(page)
  const before = await listeners()
  const panel = page.waitForEvent('requestfinished', (request) => request.url().includes('/inglenook/panel-'))
  await page.evaluate(`inglenook('open'); inglenook('destroy')`)
  await panel
  await quiet(page)
  await expect.poll(() => page.locator('inglenook-widget').count()).toBe(0)
  await expect.poll(() => page.locator('[aria-live=polite]').count()).toBe(0)
  await expect.poll(listeners).toEqual(before)
  await expect.poll(opened).toEqual([0, 0])
  expect(await globals()).toEqual([])
  expect(complaints).toEqual([])
  await end()
})
