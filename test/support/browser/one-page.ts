/** One third-party page, on a free port of this machine or on a given one; its content may change. */
import { once } from 'node:events'
import { createServer } from 'node:http'

export interface OnePage {
  origin: string
  /** The page's content from now on. */
  say(body: string): void
  end(): Promise<void>
}

export async function serveOnePage(port = 0): Promise<OnePage> {
  let said = ''
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>Shop</title>${said}`)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
  return {
    origin: `http://localhost:${address.port}`,
    say: (body) => void (said = body),
    async end() {
      server.close()
      server.closeAllConnections()
    },
  }
}
