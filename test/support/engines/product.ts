/** Everything but the browser, started once for all flows: the upstream, the Worker, the demo’s page, and third-party pages. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { startPageServer } from '../../../demo/page-server.ts'
import { findPorts, HOST } from '../../../demo/port.ts'
import { startWorker } from '../../../demo/worker.ts'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from '../running/canaries.ts'
import { publish } from '../running/publish.ts'
import { startEngineUpstream } from './upstream.ts'

/** The addresses of its parts. */
export interface Product {
  demoPage: string
  worker: string
  upstream: string
  /** Third-party pages: `?html=…&policy=…` answers with that HTML under that policy; `/violations` lists the violations. */
  strangers: string
}

interface StartedProduct extends Product {
  stop(): Promise<void>
}

export async function startProduct(): Promise<StartedProduct> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const one of stops.toReversed()) await one()
  }
  try {
    const ports = await findPorts(
      ['worker', 'demo', 'strangers'].map((purpose) => ({ variable: purpose, purpose, wanted: 0 })),
    )
    const [worker, demoPage, strangers] = ports.map((port) => `http://localhost:${port}`)
    const [workerPort = 0, demoPort = 0, strangersPort = 0] = ports
    if (!worker || !demoPage || !strangers) throw new Error('There are fewer ports than uses.')

    const state = await mkdtemp(path.join(tmpdir(), 'inglenook-engines-'))
    stops.push(() => rm(state, { recursive: true, force: true }))
    const upstream = await startEngineUpstream()
    stops.push(upstream.stop)
    const running = await startWorker({
      host: HOST,
      port: workerPort,
      state,
      // Faster than people ask.
      perMinute: 100_000,
      bindings: {
        SESSION_KEYS,
        OWNER_KEY,
        OPENAI_API_KEY: PROVIDER_KEY,
        OPENAI_BASE_URL: `${upstream.url}/v1`,
        LOCAL_UPSTREAMS: 'true',
        DEMO_ORIGINS: demoPage,
      },
      // Other tests check the Worker's log of each request.
      log: () => {},
    })
    stops.push(running.dispose)
    await publish(running, { shop: { name: 'Shop', allowedOrigins: [strangers] } })
    const tag = `<script async src="${worker}/inglenook.js" data-site="demo"></script>`
    const demo = await startPageServer({ port: demoPort, tag })
    stops.push(demo.stop)
    stops.push(await servePages(strangersPort))
    return { demoPage, worker, upstream: upstream.url, strangers, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @returns a function that stops it. */
async function servePages(port: number): Promise<() => Promise<void>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'in-page.ts')],
    bundle: true,
    format: 'esm',
    charset: 'utf8',
    write: false,
  })
  const violations: string[] = []
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    switch (pathname) {
      case '/':
        response.setHeader('content-type', 'text/html; charset=utf-8')
        if (searchParams.has('policy')) {
          response.setHeader('content-security-policy', `${searchParams.get('policy')}; report-uri /violation`)
        }
        return response.end(searchParams.get('html'))
      case '/in-page.js':
        return response.setHeader('content-type', 'text/javascript; charset=utf-8').end(outputFiles[0]?.text)
      case '/violation': {
        let report = ''
        for await (const part of request.setEncoding('utf8')) report += part
        violations.push(report)
        return response.writeHead(204).end()
      }
      case '/violations':
        return response.end(JSON.stringify(violations.splice(0)))
      default:
        return response.writeHead(404).end()
    }
  })
  server.listen(port, HOST)
  await once(server, 'listening')
  return async () => {
    server.close()
    server.closeAllConnections()
  }
}
