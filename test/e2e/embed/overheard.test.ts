import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OWNER_KEY, PROVIDER_KEY } from '../../support/running/canaries.ts'
import { launchChromium, type TestBrowser } from '../../support/browser/chromium.ts'
import { heard } from '../../support/browser/overheard.ts'

let browser: TestBrowser
let server: Server

beforeAll(async () => {
  browser = await launchChromium()
  server = createServer((request, response) => {
    if (request.url === '/header') response.setHeader('x-debug', PROVIDER_KEY)
    response.setHeader('content-type', request.url === '/stream' ? 'text/event-stream' : 'text/html')
    response.end(
      request.url === '/stream' ? `data: {"text":"${OWNER_KEY}"}\n\n` : '<!doctype html><title>Hello</title>',
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

test('a key that Chromium receives, in a header or in a stream that a page reads, would be found', async () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const page = await (await browser.newContext()).newPage()
  const found: string[] = []
  const until = (text: string) =>
    vi.waitFor(() => {
      found.push(...heard().found)
      expect(found.join('\n')).toContain(text)
    })
  await page.goto(`http://127.0.0.1:${address.port}/header`)
  await until('the provider’s key: GET')
  await page.evaluate(async () => (await fetch('/stream')).text())
  await until('the owner’s key: GET')
})
