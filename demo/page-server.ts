/** Serves the sample page: three files and nothing else, on an origin that is not the Worker's. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { HOST } from './port.ts'

export interface PageServer {
  port: number
  stop: () => Promise<void>
}

interface PageServerOptions {
  /** 0 is any free port. */
  port: number
  /** Our one line on the page. */
  tag: string
}

const FOLDER = path.join(import.meta.dirname, 'page')
const TAG_PLACE = '<!-- chat -->'

/** Rejects with Node's EADDRINUSE if the port is taken. */
export async function startPageServer({ port, tag }: PageServerOptions): Promise<PageServer> {
  const page = await readFile(path.join(FOLDER, 'index.html'), 'utf8')
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', body: page.replace(TAG_PLACE, () => tag) }],
    ['/shop.css', { type: 'text/css; charset=utf-8', body: await readFile(path.join(FOLDER, 'shop.css'), 'utf8') }],
    ['/favicon.svg', { type: 'image/svg+xml', body: await readFile(path.join(FOLDER, 'favicon.svg'), 'utf8') }],
  ])

  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const [address = '/'] = (request.url ?? '/').split('?')
    const file = files.get(address)
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n')
      return
    }
    response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(file.body)
  })
  server.listen({ host: HOST, port })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')

  return {
    port: address.port,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
