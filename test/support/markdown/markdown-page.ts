/** A page with the strictest possible policy and the real renderer, in a real Chromium. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { launchChromium } from '../browser/chromium.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

export interface MarkdownPage {
  page: Page
  /** Everything the page requested besides itself, any script that ran, and every violation of its policy. */
  trouble: string[]
  end: () => Promise<void>
}

export async function openMarkdownPage(): Promise<MarkdownPage> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'markdown-in-page.ts')],
    bundle: true,
    format: 'esm',
    charset: 'utf8',
    write: false,
  })
  const script = outputFiles[0]?.text ?? ''
  const trouble: string[] = []
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY })
      response.end(
        '<!doctype html><html lang="en"><title>An answer</title><script type="module" src="/markdown.js"></script>',
      )
    } else if (request.url === '/markdown.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script)
    } else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the page has no port')
  const origin = `http://127.0.0.1:${address.port}`

  const browser = await launchChromium()
  const page = await browser.newPage()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    const isOwn = request.url().startsWith(origin) && ['/', '/markdown.js', '/favicon.ico'].includes(pathname)
    if (!isOwn) trouble.push(`request: ${request.url()}`)
  })
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
  // A violation is logged to the console; so is the message of a payload that runs.
  page.on('console', (message) => trouble.push(`console: ${message.text()}`))
  await page.goto(origin)
  await page.waitForFunction(() => 'markdown' in globalThis)
  trouble.splice(0)
  return {
    page,
    trouble,
    async end() {
      await browser.close()
      server.close()
    },
  }
}
