/** The package for npm, in a browser: its modules as they are, and the component in React. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { quiet } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const PACKAGE = path.join(import.meta.dirname, '../../../dist/package')

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages()
  pages.put('/mount.js', { type: 'text/javascript', body: await readFile(path.join(PACKAGE, 'mount.js')) })
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
  const requests: string[] = []
  page.on('request', (request) => request.url().startsWith(pages.workerUrl) && requests.push(request.url()))
  await page.goto(pages.serve(html))
  return { page, complaints, requests, end: () => context.close() }
}

async function askOnce(page: Page): Promise<void> {
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await page.getByRole('textbox').fill('what is the capital?')
  await page.getByRole('textbox').press('Enter')
  await expect
    .poll(() => page.locator('.turns .answer').first().textContent())
    .toBe('The capital of China is Beijing。')
}

test('a module mounts a chat; its handle has the methods and events, and can destroy it', async () => {
  const { page, complaints, requests, end } = await visit(`<!doctype html><div id="here"></div><script type="module">
    import { mount } from './mount.js'
    window.mount = mount
    window.said = []
    window.chat = mount({ site: 'demo', api: '${pages.workerUrl}/', position: 'bottom-left' })
    chat.on('message:complete', ({ detail }) => said.push(detail.site + ': ' + detail.text))
  </script>`)
  await page.locator('.launcher').waitFor()
  await quiet(page)
  expect(requests).toEqual([])
  expect((await page.locator('.launcher').boundingBox())?.x).toBe(20)
  await page.evaluate('chat.open()')
  await askOnce(page)
  expect(await page.evaluate('said')).toEqual(['demo: The capital of China is Beijing。'])
  await page.evaluate('chat.destroy()')
  await expect.poll(() => page.locator('inglenook-widget, [aria-live]').count()).toBe(0)

  await page.evaluate(
    `window.chat = mount({ site: 'acme', api: '${pages.workerUrl}', target: document.querySelector('#here') })`,
  )
  await page.locator('#here').getByRole('textbox').waitFor()
  await askOnce(page)
  await page.evaluate('chat.destroy()')
  await expect.poll(() => page.locator('#here > *').count()).toBe(0)
  expect(await page.evaluate('typeof inglenook')).toBe('undefined')
  expect(complaints).toEqual([])
  await end()
})

someDays('a chat that a module has mounted can be checked by the page’s link too', async () => {
  const { page, end } = await visit(`<!doctype html><script type="module">
    import { mount } from './mount.js'
    if (location.hash) mount({ site: 'acme', api: '${pages.workerUrl}/' })
    else location.replace('#inglenook-check'), location.reload()
  </script>`)
  await page
    .getByRole('dialog', { name: 'Chat check of this page: acme' })
    .getByText('Everything is OK on this page.')
    .waitFor()
  await end()
})

someDays(
  'the React component mounted twice is one chat, follows its properties, and disappears when unmounted',
  async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `
        import { InglenookChat } from 'inglenook-chat/react'
        import { runApp } from '../../support/browser/embed-react-app.ts'
        runApp(InglenookChat, '${pages.workerUrl}')`,
        resolveDir: import.meta.dirname,
      },
      alias: { 'inglenook-chat/react': path.join(PACKAGE, 'react.js') },
      bundle: true,
      write: false,
      format: 'esm',
      // Strict mode mounts twice in development only.
      define: { 'process.env.NODE_ENV': '"development"' },
    })
    pages.put('/app.js', { type: 'text/javascript; charset=utf-8', body: outputFiles[0]?.text ?? '' })
    const { page, complaints, end } = await visit(
      '<!doctype html><div id="app"></div><script type="module" src="/app.js"></script>',
    )
    await page.evaluate('show({})')
    await page.locator('.launcher').waitFor()
    expect(await page.evaluate('mounts')).toBe(2)
    await expect.poll(() => page.locator('inglenook-widget').count()).toBe(1)
    await page.evaluate('chat.open()')
    await askOnce(page)

    await page.evaluate(`show({ position: 'bottom-left' })`)
    await expect.poll(async () => (await page.locator('.launcher').boundingBox())?.x).toBe(20)
    // The same chat: nothing was mounted anew.
    expect(await page.evaluate('mounts')).toBe(2)
    await expect.poll(() => page.locator('.turn').count()).toBe(1)

    // Who is signed in has conversations of their own; signed out, they leave none behind.
    await page.evaluate(`show({ visitor: 'anna' })`)
    await expect.poll(() => page.locator('.turn').count()).toBe(0)
    await askOnce(page)
    await page.evaluate('show({})')
    await expect.poll(() => page.evaluate('Object.keys(localStorage).length')).toBe(2)
    await page.getByRole('textbox').fill('who am I?')
    await page.getByRole('textbox').press('Enter')
    await expect.poll(() => page.locator('.question').allTextContents()).toEqual(['what is the capital?', 'who am I?'])
    await page.evaluate(`show({ visitor: 'anna' })`)
    await expect.poll(() => page.locator('.question').allTextContents()).toEqual(['what is the capital?'])
    expect(await page.evaluate('mounts')).toBe(2)

    await page.evaluate(`show({ inline: true, className: 'here' })`)
    await page.locator('.here').getByRole('textbox').waitFor()
    await expect.poll(() => page.locator('inglenook-widget').count()).toBe(1)

    await page.evaluate('show(null)')
    await expect.poll(() => page.locator('inglenook-widget, [aria-live]').count()).toBe(0)
    expect(await page.evaluate('typeof inglenook')).toBe('undefined')
    expect(complaints).toEqual([])
    await end()
  },
)

someDays(
  'a chat that has ended takes nothing from a newer one, however often it is ended; ready is received',
  async () => {
    const { page, complaints, end } = await visit(`<!doctype html><script type="module">
    import { mount } from './mount.js'
    const options = { site: 'demo', api: '${pages.workerUrl}' }
    window.readies = []
    const hear = (name, chat) => (chat.on('ready', () => readies.push(name)), chat)
    const first = hear('first', mount(options))
    const second = hear('second', mount(options))
    first.destroy()
    window.third = hear('third', mount(options))
    first.destroy()
    second.destroy()
    window.done = true
  </script>`)
    await page.waitForFunction('window.done')
    await expect.poll(() => page.locator('inglenook-widget').count()).toBe(1)
    await page.evaluate(`inglenook('hide')`)
    expect(await page.locator('.launcher').isVisible()).toBe(false)
    expect(await page.evaluate('readies')).toEqual(['third'])
    await page.evaluate('third.destroy()')
    expect(await page.evaluate('typeof inglenook')).toBe('undefined')
    expect(complaints).toEqual([])
    await end()
  },
)
