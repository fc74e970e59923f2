/** What a page can say to its chats and hear of them, and how many chats there are. */
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

const STUB =
  '<script>window.inglenook = window.inglenook || function () { (inglenook.q = inglenook.q || []).push(arguments) }</script>'
const ANSWER = 'The capital of China is Beijing。'

/** Notes every event that reaches the document, from the first on. */
const NOTE = `<script>
  window.heard = []
  for (const name of 'ready open close message:sent message:start message:complete error session'.split(' '))
    document.addEventListener('inglenook:' + name, (event) => heard.push([name, event.detail]))
</script>`

interface Visit {
  page: Page
  /** What went wrong on the page, and what it printed as an error. */
  complaints: string[]
  /** What was asked of the Worker. */
  requests: string[]
  heard(): Promise<[string, Record<string, string>][]>
  end(): Promise<void>
}

async function visit(html: string): Promise<Visit> {
  const context = await pages.browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('request', (request) => {
    if (request.url().startsWith(pages.workerUrl)) requests.push(new URL(request.url()).pathname)
  })
  await page.goto(pages.serve(html))
  return { page, complaints, requests, heard: () => page.evaluate('heard'), end: () => context.close() }
}

const call = (page: Page, ...given: string[]) => page.evaluate(`inglenook(...${JSON.stringify(given)})`)

const names = async ({ heard }: Visit) => (await heard()).map(([name]) => name)

someDays('calls made before the loader arrives are answered in order', async () => {
  const { page, complaints, end } = await visit(`<!doctype html>${STUB}
    <script>
      window.readies = 0
      inglenook('on', 'ready', () => (readies += 1))
      inglenook('open')
      inglenook('prefill', 'hello there')
    </script>${pages.tag()}`)
  await page.locator('.viewport[aria-busy=false]').waitFor()
  expect(await page.getByRole('textbox').inputValue()).toBe('hello there')
  expect(await page.evaluate('readies')).toBe(1)
  expect(complaints).toEqual([])
  await end()
})

test('a whole turn by calls alone; every event names its site', async () => {
  const visited = await visit(`<!doctype html>${NOTE}${pages.tag()}`)
  const { page, heard, complaints, end } = visited
  await page.locator('.launcher').waitFor()
  await page.evaluate(`
    window.own = []
    window.listener = (event) => own.push(event.type)
    inglenook('on', 'message:sent', listener)
  `)
  await call(page, 'open')
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await call(page, 'send', 'what is the capital?')
  await expect.poll(() => names(visited)).toContain('message:complete')
  await page.evaluate(`inglenook('off', 'message:sent', listener)`)
  await call(page, 'send', 'and again?')
  await expect.poll(async () => (await names(visited)).filter((name) => name === 'message:complete').length).toBe(2)
  await call(page, 'close')
  await expect.poll(() => names(visited)).toContain('close')
  await call(page, 'toggle')
  await expect.poll(async () => (await names(visited)).at(-1)).toBe('open')

  const all = await heard()
  expect(all.every(([, { site }]) => site === 'demo')).toBe(true)
  expect(all.map(([name]) => name).slice(0, 2)).toEqual(['ready', 'open'])
  expect(all.find(([name]) => name === 'message:complete')?.[1]['text']).toBe(ANSWER)
  expect(await page.evaluate('own')).toEqual(['inglenook:message:sent'])

  await call(page, 'reset')
  await expect.poll(() => page.locator('.turn').count()).toBe(0)
  expect(complaints).toEqual([])
  await end()
})

someDays('hide and show work; calls that only set values fetch nothing', async () => {
  const { page, requests, end } = await visit(`<!doctype html>${pages.tag()}`)
  const launcher = page.locator('.launcher')
  await launcher.waitFor()
  await call(page, 'hide')
  expect(await launcher.isVisible()).toBe(false)
  await call(page, 'show')
  await expect.poll(() => launcher.isVisible()).toBe(true)
  await page.evaluate(`
    inglenook('update', { position: 'bottom-left', zIndex: 7 })
    inglenook('identify', 'a proof')
    inglenook('close')
  `)
  const box = await launcher.boundingBox()
  expect(box?.x).toBe(20)
  expect(await launcher.evaluate((button) => getComputedStyle(button).zIndex)).toBe('7')
  await quiet(page)
  expect(requests).toEqual(['/inglenook.js'])
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  await end()
})

someDays('an unknown method is reported in the browser’s console, and nothing is thrown', async () => {
  const { page, complaints, end } = await visit(`<!doctype html>${pages.tag()}`)
  await page.locator('.launcher').waitFor()
  await call(page, 'explode')
  expect(complaints).toEqual(['Inglenook: no method explode'])
  await end()
})

someDays.for(['head', 'body', 'both'])('the same tag twice is one chat: %s', async (where) => {
  // Not async: in the head it runs before there is a body.
  const tag = pages.tag().replace('async ', '')
  const head = where === 'body' ? tag + tag : where === 'head' ? tag + pages.tag() : tag
  const { page, complaints, end } = await visit(
    where === 'body'
      ? `<!doctype html><title>x</title><body><p>text</p>${tag}${tag}</body>`
      : `<!doctype html><html><head>${head}</head><body><p>text</p>${where === 'both' ? tag : ''}</body></html>`,
  )
  await page.locator('.launcher').waitFor()
  await quiet(page)
  await expect.poll(() => page.locator('inglenook-widget').count()).toBe(1)
  // Whoever tabs through the page comes to it last.
  expect(await page.evaluate('document.documentElement.lastElementChild.localName')).toBe('inglenook-widget')
  await page.locator('.launcher').click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  expect(complaints).toEqual([])
  await end()
})

someDays('a bubble, another site’s bubble and an element each answer for themselves', async () => {
  const visited = await visit(`<!doctype html>${NOTE}${pages.tag()}
    <inglenook-chat site="acme"></inglenook-chat>`)
  const { page, heard, complaints, end } = visited
  // The element is open from the start, the bubble is not.
  await page.locator('inglenook-chat .viewport[aria-busy=false]').waitFor()
  expect(await page.locator('inglenook-chat .launcher').isVisible()).toBe(false)
  expect(await page.locator('inglenook-widget .panel').count()).toBe(0)

  await page.evaluate(`document.querySelector('inglenook-chat').send('one')`)
  await expect.poll(() => names(visited)).toContain('message:complete')
  await expect.poll(() => page.locator('inglenook-chat .question').allTextContents()).toEqual(['one'])

  await call(page, 'open')
  await page.locator('inglenook-widget .viewport[aria-busy=false]').waitFor()
  expect(await page.locator('inglenook-widget .question').count()).toBe(0)
  await page.evaluate(`inglenook.chats.acme('send', 'two')`)
  await expect.poll(() => page.locator('inglenook-chat .question').allTextContents()).toEqual(['one', 'two'])
  expect(await page.locator('inglenook-widget .question').count()).toBe(0)
  const sites = (await heard()).map(([name, { site }]) => `${name} ${site}`)
  expect(sites).toContain('ready demo')
  expect(sites).toContain('message:sent acme')
  expect(sites).not.toContain('message:sent demo')

  // The style of a module that is fetched once is in each chat's own root.
  for (const chat of ['inglenook-chat', 'inglenook-widget']) {
    // One chat may cover the other’s button.
    await page.locator(chat).getByRole('button', { name: 'Conversations and privacy' }).dispatchEvent('click')
    const heading = page.locator(chat).getByRole('heading', { name: 'Forget me' })
    expect(await heading.evaluate((element) => getComputedStyle(element).fontSize)).toBe('12px')
  }

  // Where the first one goes, the next one answers.
  await call(page, 'destroy')
  expect(await page.locator('inglenook-widget').count()).toBe(0)
  await call(page, 'reset')
  await expect.poll(() => page.locator('inglenook-chat .question').count()).toBe(0)
  expect(complaints).toEqual([])
  await end()
})

someDays('data-target puts the chat into that element, once, and data-open opens the bubble', async () => {
  const inline = pages.tag('data-site="acme" data-target="#here"')
  const { page, complaints, end } = await visit(`<!doctype html><head>${inline}${inline}</head>
    <body><div id="here" style="height: 500px"></div>${inline}${pages.tag('data-site="demo" data-open')}</body>`)
  await page.locator('#here .viewport[aria-busy=false]').waitFor()
  await page.locator('inglenook-widget .viewport[aria-busy=false]').waitFor()
  await expect.poll(() => page.locator('inglenook-chat').count()).toBe(1)
  // They ask at once, and store nothing before the first question.
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(await page.context().cookies()).toEqual([])
  expect(complaints).toEqual([])
  await end()
})

someDays('the Worker is asked only for a bubble, even with another site’s bubble beside it', async () => {
  const { page, requests, end } = await visit(
    `<!doctype html>${pages.tag()}${pages.tag('data-site="acme" data-position="bottom-left"')}`,
  )
  await expect.poll(() => page.locator('.launcher').count()).toBe(2)
  await quiet(page)
  expect(new Set(requests)).toEqual(new Set(['/inglenook.js']))
  await end()
})

someDays('the teaser is text, opens the chat, and goes away when it is dismissed', async () => {
  const teaser = pages.tag(`data-site="demo" data-teaser="&lt;b&gt;May I help?"`)
  const { page, end } = await visit(`<!doctype html>${teaser}`)
  const bubble = page.locator('.teaser')
  await page.getByRole('button', { name: '<b>May I help?' }).click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  expect(await bubble.count()).toBe(0)
  await page.reload()
  await page.getByRole('button', { name: 'Close' }).click()
  expect(await bubble.count()).toBe(0)
  expect(await page.locator('.panel').count()).toBe(0)
  // It stays away, and that is all that is kept, for as long as the tab is there.
  expect(await page.evaluate(() => [localStorage.length, Object.entries(sessionStorage)])).toEqual([
    0,
    [['inglenook:demo:teaser', 'away']],
  ])
  const extras = page.waitForEvent('requestfinished', (request) => request.url().includes('/inglenook/extras-'))
  await page.reload()
  await extras
  await quiet(page)
  expect(await bubble.count()).toBe(0)
  await end()
})

someDays(
  'a call that waited can end the chat; another tag creates another chat, and what was in the way is gone',
  async () => {
    const { page, complaints, end } = await visit(`<!doctype html>${STUB}
    <script>inglenook('destroy')</script>${pages.tag('data-site="demo" data-open')}`)
    await page.waitForFunction(`typeof inglenook === 'undefined'`)
    expect(await page.locator('inglenook-widget').count()).toBe(0)
    await page.evaluate(`
    const tag = document.createElement('script')
    Object.assign(tag, { src: '${pages.workerUrl}/inglenook.js?again' }).dataset.site = 'demo'
    document.body.append(tag)
  `)
    await page.locator('.launcher').click()
    await page.locator('.viewport[aria-busy=false]').waitFor()
    expect(complaints).toEqual([])
    await end()
  },
)

someDays('calls that waited for a chat in the page work as later ones do', async () => {
  const { page, complaints, end } = await visit(`<!doctype html>${STUB}
    <script>inglenook('update', { position: 'left' }); inglenook('hide')</script>
    <inglenook-chat site="demo"></inglenook-chat>${pages.tag('')}`)
  const chat = page.locator('inglenook-chat')
  await chat.locator('.viewport[aria-busy=false]').waitFor({ state: 'attached' })
  expect(await chat.getAttribute('hidden')).toBe('')
  expect(await chat.getAttribute('data-position')).toBe('inline')
  await call(page, 'show')
  await expect.poll(() => chat.locator('.panel').isVisible()).toBe(true)
  expect(complaints).toEqual([])
  await end()
})

someDays('an element has its methods when its ready event comes', async () => {
  const { page, end } = await visit(`<!doctype html><script>
      document.addEventListener('inglenook:ready', ({ target }) => target.prefill('from the start'))
    </script><inglenook-chat site="demo"></inglenook-chat>${pages.tag('')}`)
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('from the start')
  await end()
})

const MODULE = (attributes: string) => pages.tag(attributes).replace('<script async', '<script type="module"')

someDays('a module tag finds itself by its own address', async () => {
  const { page, requests, complaints, end } = await visit(`<!doctype html>
    <script type="text/plain" src="http://evil.example/inglenook.js" data-site="acme"></script>
    ${MODULE('data-site="demo" data-position="bottom-left"')}${MODULE('data-site="acme"')}`)
  await expect.poll(() => page.locator('.launcher').count()).toBe(2)
  expect(new Set(requests)).toEqual(new Set(['/inglenook.js']))
  expect((await page.locator('.launcher').first().boundingBox())?.x).toBe(20)
  await page.locator('.launcher').first().click()
  await page.locator('.viewport[aria-busy=false]').waitFor()
  expect(complaints).toEqual([])
  await end()
})

const SILENT: Record<string, [html: () => string, told: RegExp]> = {
  'a tag without a site': [() => pages.tag(''), /^Inglenook: no chat\. The tag needs data-site=/],
  'a module without a site': [() => MODULE(''), /^Inglenook: no chat\. The tag needs data-site=/],
  'a module that is imported': [
    () => `<script type="module">import '${pages.workerUrl}/inglenook.js'</script>`,
    /^Inglenook: no chat\. As a module it needs/,
  ],
}

someDays.for(Object.entries(SILENT))('%s is reported in the browser’s console, once', async ([, [html, told]]) => {
  const context = await pages.browser.newContext()
  const page = await context.newPage()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await page.goto(pages.serve(`<!doctype html><title>Shop</title>${html()}`))
  await expect.poll(() => lines).toEqual([expect.stringMatching(told)])
  await context.close()
})

someDays('if an element names the site, nothing is missing', async () => {
  const context = await pages.browser.newContext()
  const page = await context.newPage()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  const element = `<inglenook-chat site="demo"></inglenook-chat>`
  await page.goto(pages.serve(`<!doctype html><title>Shop</title>${pages.tag('')}${element}`))
  await page.locator('.viewport[aria-busy=false]').waitFor()
  expect(lines).toEqual([])
  await context.close()
})
