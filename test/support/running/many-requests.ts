/** Thousands of requests to one Worker: without `fetch`, which takes twice as long, and this many at a time. */
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { BODY_BYTES } from '../../../protocol/sizes.ts'
import { overhear } from '../browser/overheard.ts'
import { PAGE, type Running } from './running-worker.ts'

const AT_ONCE = 8

export interface Asked {
  method?: string
  path: string
  headers?: Record<string, string>
  /** Bytes are sent unchanged, anything else as JSON. */
  body?: unknown
}

export interface Answered {
  status: number
  text: string
}

export interface ManyRequests {
  send(asked: Asked): Promise<Answered>
  close(): void
}

export function manyRequests(worker: Running): ManyRequests {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  return {
    async send({ method = 'GET', path, headers, body }) {
      const bytes = body instanceof Uint8Array ? body : body === undefined ? null : Buffer.from(JSON.stringify(body))
      const sending = request(worker.url + path, {
        method,
        // A request that is refused unread ends its connection.
        ...((bytes?.byteLength ?? 0) <= BODY_BYTES && { agent }),
        headers: {
          origin: PAGE,
          ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.byteLength }),
          ...headers,
        },
      })
      sending.end(bytes)
      const [response]: IncomingMessage[] = await once(sending, 'response')
      if (!response) throw new Error('no response')
      const text = await readText(response)
      overhear(`${method} ${path}`, JSON.stringify(response.rawHeaders), text)
      return { status: response.statusCode ?? 0, text }
    },
    close: () => agent.destroy(),
  }
}

/** @returns the result of `visit` for each, in any order. */
export async function visitAll<T, R>(all: readonly T[], visit: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const left = [...all.entries()]
  const results: R[] = []
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) results.push(await visit(next[1], next[0]))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}
