/** A proxy between a page and the Worker. Closed, it refuses every connection and cuts open ones, as in a tunnel. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { HOST } from '../../../demo/port.ts'

export interface Gate {
  /** The Worker's address through the gate. */
  url: string
  open(): Promise<void>
  close(): Promise<void>
}

export async function openGate(worker: string): Promise<Gate> {
  const target = Number(new URL(worker).port)
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let port = 0

  async function open(): Promise<void> {
    server = createServer((near) => {
      const far = connect(target, HOST)
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket)
        socket.pipe(other)
        socket.on('error', () => other.destroy()).on('close', () => (sockets.delete(socket), other.destroy()))
      }
    }).listen(port, HOST)
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
    port = address.port
  }

  await open()
  return {
    url: `http://localhost:${port}`,
    open,
    async close() {
      if (!server?.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
