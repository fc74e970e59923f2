/**
 * An upstream on a raw socket, for what a well-behaved HTTP server cannot do: stop inside a character, reset, stall. The
 * first part of the path names the script: `POST /<script>/v1/chat/completions`. `POST /<script>.<mark>/…` is the same
 * script with its own counter: `GET /calls/<script>.<mark>` returns it.
 */
import { createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** @param request unchanged, headers and body. */
export type Script = (socket: Socket, request: string) => Promise<void> | void

export interface FaultUpstream {
  /** `http://127.0.0.1:…`; append `/<script>/v1`. */
  url: string
  /** How often each script was called, by the first part of the path. */
  calls: Map<string, number>
  stop(): Promise<void>
}

/** Finds the script that a request names; without one the connection is closed at once. */
export type Scripts = (name: string) => Script | undefined

export async function startFaultUpstream(scripts: Scripts): Promise<FaultUpstream> {
  const sockets = new Set<Socket>()
  const calls = new Map<string, number>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy()) // the other side hung up, as many tests do
    let request = ''
    socket.setEncoding('utf8').on('data', function read(data: string) {
      request += data
      if (!isWhole(request)) return
      socket.off('data', read)
      const counted = /^GET \/calls\/([\w.-]+)/.exec(request)?.[1]
      if (counted !== undefined) return tell(socket, calls.get(counted) ?? 0)
      const name = /^POST \/([\w.-]+)\//.exec(request)?.[1] ?? ''
      calls.set(name, (calls.get(name) ?? 0) + 1)
      const script = scripts(name.split('.')[0] ?? '')
      if (!script) socket.destroy()
      else void Promise.resolve(script(socket, request)).then(() => (socket.writable ? socket.end() : undefined))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function tell(socket: Socket, count: number): void {
  head(socket, 'application/json')
  socket.end(String(count))
}

function isWhole(request: string): boolean {
  const end = request.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? 0)
  return Buffer.byteLength(request.slice(end + 4)) >= length
}

/** Sends headers without a length: the body ends with the connection. */
export function head(socket: Socket, contentType = 'text/event-stream', status = '200 OK', headers = ''): void {
  socket.write(`HTTP/1.1 ${status}\r\ncontent-type: ${contentType}\r\n${headers}connection: close\r\n\r\n`)
}

/**
 * The same in chunked encoding, where a missing end means a broken connection. A socket takes one request: without
 * `connection: close`, a client would keep it for the next one, which then fails.
 */
export function chunkedHead(socket: Socket): void {
  socket.write(
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n',
  )
}

export function chunk(socket: Socket, bytes: string | Uint8Array): void {
  const buffer = Buffer.from(bytes)
  socket.write(Buffer.concat([Buffer.from(`${buffer.length.toString(16)}\r\n`), buffer, Buffer.from('\r\n')]))
}

export const lastChunk = (socket: Socket): void => void socket.write('0\r\n\r\n')

/** Resolves when the other side has hung up in any way: `once` of node:events would reject after a reset. */
export const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

/** One frame of a streamed completion. */
export function frame(content: string, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta: { content }, finish_reason: finishReason }]
  return `data: ${JSON.stringify({ id: 'chatcmpl-fault', object: 'chat.completion.chunk', created: 1, model: 'fault', choices })}\n\n`
}

export const DONE = 'data: [DONE]\n\n'

export { pause }
