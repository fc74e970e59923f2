/**
 * Which ports the demonstration uses. Everything listens on 127.0.0.1 only, and is checked before anything starts.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { CannotStart } from './cannot-start.ts'

export const HOST = '127.0.0.1'

/** One port: the variable that sets it, and what it is for. */
export interface PortUse {
  variable: string
  purpose: string
  wanted: number
}

/** Throws `CannotStart` unless the text is a port. An empty text means the default port, `0` any free one. */
export function readPort(variable: string, text: string | undefined, usual: number): number {
  if (!text) return usual
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new CannotStart(
    `${variable} must be a port, a whole number from 0 to 65535 (0 picks a free one); it is ${JSON.stringify(text)}.`,
  )
}

export const portTaken = ({ variable, purpose }: PortUse, port: number): CannotStart =>
  new CannotStart(
    `Port ${port}, for ${purpose}, is taken: stop what listens there, or set ${variable} to another port (0 picks a free one). An earlier \`npm start\` that was killed may have left its \`workerd\` running.`,
  )

/** A free port for each use, in their order. Throws `CannotStart` if one is taken. */
export async function findPorts(uses: readonly PortUse[]): Promise<number[]> {
  const held: Held[] = []
  try {
    for (const use of uses) {
      const rival = uses.find((other) => other !== use && other.wanted !== 0 && other.wanted === use.wanted)
      if (rival)
        throw new CannotStart(
          `${use.variable} and ${rival.variable} are both ${use.wanted}: give them two different ports.`,
        )
      held.push(await hold(use))
    }
    return held.map(({ port }) => port)
  } finally {
    // All stay open until the last is chosen, so that two uses never get the same free port.
    await Promise.all(held.map(({ release }) => release()))
  }
}

interface Held {
  port: number
  release: () => Promise<unknown>
}

async function hold(use: PortUse): Promise<Held> {
  const held = await listen(HOST, use.wanted)
  if (held === 'taken') throw portTaken(use, use.wanted)
  if (held === 'no such address') throw new CannotStart(`This machine has no loopback address ${HOST}.`)
  // Browsers try ::1 first for `localhost`: another server there would be mistaken for us.
  const twin = await listen('::1', held.port)
  if (typeof twin === 'object') await twin.release()
  if (twin !== 'taken') return held
  await held.release()
  throw portTaken(use, held.port)
}

async function listen(host: string, port: number): Promise<Held | 'taken' | 'no such address'> {
  const server = createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    if (isAddressInUse(error)) return 'taken'
    if (code(error) === 'EADDRNOTAVAIL' || code(error) === 'EAFNOSUPPORT') return 'no such address'
    if (code(error) === 'EACCES')
      throw new CannotStart(`This system does not let you listen on port ${port}: choose one above 1023.`)
    throw error
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
  return { port: address.port, release: () => once(server.close(), 'close') }
}

export const isAddressInUse = (error: unknown): boolean => code(error) === 'EADDRINUSE'

const code = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
