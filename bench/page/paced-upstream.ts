/** An upstream that sends a given answer, piece by piece, at a given pace. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { DONE, frame } from '../../test/support/upstreams/fault-upstream.ts'

export interface PacedUpstream {
  /** Ends in `/v1`. */
  url: string
  /** The answer to the next question, and how long it takes. */
  answer: { pieces: readonly string[]; milliseconds: number }
  /** Resolves when pieces for a fifth of a second are left of the current answer. */
  nearlyDone(): Promise<unknown>
  /** When the last piece was sent, in milliseconds since 1970. */
  lastPieceAt: number
  stop(): Promise<void>
}

const NEARLY_MS = 200

export async function startPacedUpstream(): Promise<PacedUpstream> {
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    await say(response)
    response.end(`${frame('', 'stop')}${DONE}`)
  })

  async function say(response: ServerResponse): Promise<void> {
    const { pieces, milliseconds } = self.answer
    const begin = performance.now()
    let isNear = false
    for (const [index, piece] of pieces.entries()) {
      const due = (index * milliseconds) / pieces.length
      const early = begin + due - performance.now()
      if (early > 0) await pause(early)
      if (!isNear && milliseconds - due <= NEARLY_MS) {
        isNear = true
        server.emit('nearly-done')
      }
      if (index === pieces.length - 1) self.lastPieceAt = performance.timeOrigin + performance.now()
      response.write(frame(piece))
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const self: PacedUpstream = {
    url: `http://127.0.0.1:${address.port}/v1`,
    answer: { pieces: [], milliseconds: 0 },
    nearlyDone: () => once(server, 'nearly-done'),
    lastPieceAt: 0,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return self
}
