/** The Worker under measurement: the built one, in workerd, asked over HTTP as a page asks it. */
import { execFileSync } from 'node:child_process'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWorker } from '../demo/worker.ts'
import { openHeap } from './heap.ts'

const ORIGIN = 'http://localhost:8788'

export interface Subject {
  /** A fresh session's token. */
  open(): Promise<string>
  /** Asks, reads to the end, and says how that ended and how long it took. */
  ask(token: string, text: string): Promise<{ isDone: boolean; milliseconds: number }>
  /** Reads the whole history. */
  history(token: string): Promise<{ bytes: number; milliseconds: number }>
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export interface Usage {
  /** What the Worker's isolate holds after a garbage collection. */
  heapMegabytes: number
  /** Of the whole runtime, with the simulated KV and the rest of the development harness. */
  residentMegabytes: number
  /** CPU time of the whole runtime so far. */
  cpuMilliseconds: number
}

export async function startSubject(upstreamUrl: string): Promise<Subject> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-bench-'))
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: {
      SESSION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64url')}`,
      OPENAI_API_KEY: 'sk-bench',
      OPENAI_BASE_URL: upstreamUrl,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: ORIGIN,
    },
    log: () => {},
    inspect: true,
  })
  const heap = await openHeap(await worker.inspector())
  const pid = runtimePid()

  const call = (pathname: string, token: string | null, body?: unknown) =>
    fetch(worker.url + pathname, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        origin: ORIGIN,
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  return {
    async open() {
      const opened = await (await call('/v1/sites/demo/sessions', null, {})).text()
      return /"token":"([^"]+)"/.exec(opened)?.[1] ?? ''
    },
    async ask(token, text) {
      const started = performance.now()
      const events = await (await call('/v1/turns', token, { id: crypto.randomUUID(), text })).text()
      return { isDone: events.includes('event: done'), milliseconds: performance.now() - started }
    },
    async history(token) {
      const started = performance.now()
      const text = await (await call('/v1/session', token)).text()
      return { bytes: text.length, milliseconds: performance.now() - started }
    },
    async usage() {
      const [status, stat] = await Promise.all(
        ['status', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
      )
      const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status ?? '')?.[1])
      // Fields 14 and 15 of proc(5) stat, in ticks of 10 ms; the name before them may hold spaces.
      const [user, system] = (stat ?? '')
        .slice((stat ?? '').lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
      return {
        heapMegabytes: (await heap.usedAfterCollection()) / 1e6,
        residentMegabytes: kilobytes / 1024,
        cpuMilliseconds: (Number(user) + Number(system)) * 10,
      }
    },
    async stop() {
      heap.close()
      await worker.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}

/** The newest workerd that this process has started. */
function runtimePid(): number {
  const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  const pids = children
    .split('\n')
    .filter((line) => line.includes('workerd'))
    .map((line) => Number.parseInt(line, 10))
  const pid = pids.at(-1)
  if (pid === undefined) throw new Error('no workerd is running')
  return pid
}
