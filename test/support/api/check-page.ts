/** Pages to check, on 127.0.0.1: with any HTML, status and headers. It records the requests for them. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface CheckedPage {
  body?: string
  status?: number
  headers?: Record<string, string>
}

export interface CheckedPages {
  origin: string
  /** The headers of every request. */
  asked: IncomingHttpHeaders[]
  /** Serves it under a new address, and returns the address. */
  serve(page: CheckedPage): string
  stop(): Promise<void>
}

export async function serveCheckedPages(): Promise<CheckedPages> {
  const pages = new Map<string, CheckedPage>()
  const asked: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers)
    const { body = '', status = 200, headers = {} } = pages.get(request.url?.split('?')[0] ?? '/') ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    origin,
    asked,
    serve(page) {
      const path = `/${pages.size}`
      pages.set(path, page)
      return origin + path
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
