/** The Worker under measurement: the built one, in workerd, called over HTTP like from a page. */
import { readFile, rm } from 'node:fs/promises'
import { startWorker } from '../../demo/worker.ts'
import { openHeap } from './heap.ts'
import { processorTime, runtimePid } from './processor-time.ts'
import { stateFolder } from './state-folder.ts'
import { benchBindings } from './bindings.ts'

const ORIGIN = 'http://localhost:8788'

export interface Subject {
  url: string
  /** The process id of its workerd. */
  pid: number
  /** The headers of a page that has the token. */
  headers(token: string): Record<string, string>
  /** A fresh session's token. */
  open(): Promise<string>
  /** Asks, reads to the end, and returns how and when that ended. */
  ask(token: string, text: string): Promise<{ isDone: boolean; milliseconds: number }>
  /** Reads the whole history. */
  history(token: string): Promise<{ bytes: number; milliseconds: number }>
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export interface Usage {
  /** The memory in use in the Worker's isolate after a garbage collection. */
  heapMegabytes: number
  /** Of the whole runtime, with the simulated KV and the rest of the development harness. */
  residentMegabytes: number
  /** CPU time of the whole runtime so far. */
  cpuMilliseconds: number
}

/** `usage` needs the debugger, which makes everything a little slower. */
export async function startSubject(upstreamUrl: string, { inspect = false } = {}): Promise<Subject> {
  const state = await stateFolder()
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    // Faster than people ask.
    perMinute: 100_000,
    bindings: benchBindings(ORIGIN, upstreamUrl),
    log: () => {},
    inspect,
    direct: true,
  })
  const heap = inspect ? await openHeap(await worker.inspector()) : null
  const pid = runtimePid()

  /** Limits count by address, so every session has its own. */
  const addresses = new Map<string, string>()
  let opened = 0
  const nextAddress = () => `10.0.${(opened >> 8) & 255}.${opened++ & 255}`
  const headers = (token: string) => ({
    origin: ORIGIN,
    authorization: `Bearer ${token}`,
    'cf-connecting-ip': addresses.get(token) ?? '',
  })
  const call = (pathname: string, asker: Record<string, string>, body?: unknown) =>
    fetch(worker.url + pathname, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...asker,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  return {
    url: worker.url,
    pid,
    headers,
    async open() {
      const address = nextAddress()
      const asker = { origin: ORIGIN, 'cf-connecting-ip': address }
      const answer = await (await call('/v1/sites/demo/sessions', asker, {})).text()
      const token = /"token":"([^"]+)"/.exec(answer)?.[1]
      if (token === undefined) throw new Error(`no session was opened: ${answer}`)
      addresses.set(token, address)
      return token
    },
    async ask(token, text) {
      const started = performance.now()
      const events = await (await call('/v1/turns', headers(token), { id: crypto.randomUUID(), text })).text()
      return { isDone: events.includes('event: done'), milliseconds: performance.now() - started }
    },
    async history(token) {
      const started = performance.now()
      const text = await (await call('/v1/session', headers(token))).text()
      return { bytes: text.length, milliseconds: performance.now() - started }
    },
    async usage() {
      if (!heap) throw new Error('the heap can be read only where the subject was started with `inspect`')
      const status = await readFile(`/proc/${pid}/status`, 'utf8')
      const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
      return {
        heapMegabytes: (await heap.usedAfterCollection()) / 1e6,
        residentMegabytes: kilobytes / 1024,
        cpuMilliseconds: await processorTime(pid),
      }
    },
    async stop() {
      heap?.close()
      await worker.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}
