/** Third-party pages, with any HTML and any Content Security Policy, on their own origin, which the Worker allows. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWorker } from '../../../demo/worker.ts'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from '../running/canaries.ts'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { faultScripts } from '../upstreams/fault-scripts.ts'
import { startFaultUpstream } from '../upstreams/fault-upstream.ts'
import { overhear } from './overheard.ts'
import { publish } from '../running/publish.ts'

export interface StrangersPage {
  body: string | Buffer
  type?: string
  /** Its Content Security Policy. Each violation is added to `violations`. */
  policy?: string
}

export interface EmbedPages {
  browser: TestBrowser
  workerUrl: string
  /** The tag for the site `demo`, or another. */
  tag(attributes?: string): string
  /** Serves it under a new address, and returns the address. */
  serve(page: StrangersPage | string): string
  /** Also serves it under this path. */
  put(pathname: string, page: StrangersPage): void
  /** The browsers' reports. */
  violations: string[]
  end(): Promise<void>
}

/**
 * Besides `demo` there is the site `acme`.
 *
 * @param answers the upstream's base URL; without it every question gets “The capital of China is Beijing。”.
 * @param more settings of the site `acme`, and variables of the Worker.
 */
export async function servePages(
  answers?: string,
  more: { settings?: object; bindings?: Record<string, string> } = {},
): Promise<EmbedPages> {
  const pages = new Map<string, StrangersPage>()
  const violations: string[] = []
  const server = createServer(async (request, response) => {
    const pathname = request.url?.split('?')[0] ?? '/'
    if (pathname === '/violation') {
      violations.push(await text(request))
      return response.writeHead(204).end()
    }
    const page = pages.get(pathname)
    if (!page) return response.writeHead(404).end('Not found\n')
    response.setHeader('content-type', page.type ?? 'text/html; charset=utf-8')
    if (page.policy) response.setHeader('content-security-policy', `${page.policy}; report-uri /violation`)
    return response.end(page.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
  const origin = `http://localhost:${address.port}`

  const upstream = await startFaultUpstream(faultScripts)
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    // Faster than people ask.
    perMinute: 100_000,
    bindings: {
      SESSION_KEYS,
      OWNER_KEY,
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: answers ?? `${upstream.url}/whole/v1`,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: origin,
      ...more.bindings,
    },
    log: (line) => overhear('the log', line),
  })
  await publish(worker, { acme: { name: 'Acme', allowedOrigins: [origin], ...more.settings } })
  const browser = await launchChromium()

  return {
    browser,
    workerUrl: worker.url,
    violations,
    tag: (attributes = 'data-site="demo"') => `<script async src="${worker.url}/inglenook.js" ${attributes}></script>`,
    serve(page) {
      const pathname = `/${pages.size}`
      pages.set(pathname, typeof page === 'string' ? { body: page } : page)
      return origin + pathname
    },
    put: (pathname, page) => void pages.set(pathname, page),
    async end() {
      await browser.close()
      await worker.dispose()
      await upstream.stop()
      server.close()
      server.closeAllConnections()
      await rm(state, { recursive: true, force: true })
    },
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
