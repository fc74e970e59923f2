/** An upstream for measurements: it answers at once, always the same, and counts what it receives. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'

export interface BenchUpstream {
  /** Ends in `/v1`. */
  url: string
  /** How the next calls are answered. */
  manner: Manner
  calls: number
  /** The size of the newest request in bytes. */
  promptBytes: number
  stop(): Promise<void>
}

export interface Manner {
  chunks: number
  /** Between two chunks. At 0 each chunk still travels separately, as from a fast provider. */
  pauseMilliseconds: number
  /** Each word contains the time at which it was written: `word-7@<milliseconds since 1970>`. */
  isStamped?: boolean
}

/** For every answer; the last one contains the number of its last chunk. */
export const FIRST_WORD = 'word-0'

export async function startBenchUpstream(manner: Manner): Promise<BenchUpstream> {
  const server = createServer((request, response) => {
    let bytes = 0
    request.on('data', (part: Buffer) => (bytes += part.length))
    request.on('end', async () => {
      self.calls += 1
      self.promptBytes = bytes
      const { chunks, pauseMilliseconds, isStamped = false } = self.manner
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let sent = 0; sent < chunks; sent += 1) {
        response.write(frame(`word-${sent}${isStamped ? `@${Date.now()}` : ''} `, null))
        await (pauseMilliseconds > 0 ? pause(pauseMilliseconds) : turn())
      }
      response.end(`${frame('', 'stop')}data: [DONE]\n\n`)
    })
  })
  // The caller closes it first: a Worker that sends a request to a connection being closed would get no answer.
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const self: BenchUpstream = {
    url: `http://127.0.0.1:${address.port}/v1`,
    manner,
    calls: 0,
    promptBytes: 0,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return self
}

function frame(content: string, finishReason: string | null): string {
  const choices = [{ index: 0, delta: { content }, finish_reason: finishReason }]
  return `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'bench', choices })}\n\n`
}
