/** R3: the runtime gets SIGKILL while an answer streams, and comes back on the same state folder. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionToken, SessionView } from '../../../protocol/schemas/session.ts'
import {
  chunk,
  chunkedHead,
  DONE,
  frame,
  lastChunk,
  startFaultUpstream,
  type FaultUpstream,
} from '../../support/upstreams/fault-upstream.ts'
import { PAGE } from '../../support/running/running-worker.ts'
import { randomOfRun, times } from '../../support/sampling/sampling.ts'

const KILLS = times({ sample: 2, all: 20 })
/** Machines that are killed side by side: most of the time is waiting for one to come up. */
const MACHINES = 2
const CHUNK_MILLISECONDS = 20
/** What may be lost, whichever is more: 10 chunks, or those of 250 ms. */
const LOST_CHUNKS = Math.max(10, Math.ceil(250 / CHUNK_MILLISECONDS))
/** On a machine that is busy the timer of those 250 ms is late, and one event has many chunks. */
const LOST_MILLISECONDS = 1_500

let upstream: FaultUpstream
const states: string[] = []
const running = new Set<ChildProcess>()

beforeAll(async () => {
  upstream = await startFaultUpstream(() => async (socket, request) => {
    const words = request.includes('go on') ? 2 : 150
    socket.setNoDelay(true)
    chunkedHead(socket)
    for (let word = 0; word < words && socket.writable; word += 1) {
      chunk(socket, frame(`${word} `))
      await pause(CHUNK_MILLISECONDS)
    }
    chunk(socket, frame('', 'stop') + DONE)
    lastChunk(socket)
  })
})

afterAll(async () => {
  await Promise.all([...running].map(kill))
  await upstream?.stop()
  for (const state of states) await rm(state, { recursive: true, force: true })
})

async function start(state: string): Promise<{ process: ChildProcess; url: string }> {
  const program = path.join(import.meta.dirname, '../../support/running/worker-process.ts')
  const child = spawn(process.execPath, [program, state, `${upstream.url}/count/v1`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  running.add(child)
  const [line] = await once(child.stdout, 'data')
  return { process: child, url: String(line).trim() }
}

/** First the runtime, then what started it: nothing gets to say goodbye. @returns when the runtime was killed */
async function kill(child: ChildProcess): Promise<number> {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' })
  for (const pid of children.trim().split(/\s+/)) process.kill(Number(pid), 'SIGKILL')
  const killed = Date.now()
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  running.delete(child)
  return killed
}

const call = (url: string, token: string, pathname: string, body?: unknown, signal?: AbortSignal) =>
  fetch(url + pathname, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { origin: PAGE, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })

test('killed processes lose no question and little of the answer', { timeout: 600_000 }, async () => {
  const survived = await Promise.all(
    Array.from({ length: MACHINES }, (_, machine) => killed(KILLS / MACHINES, machine)),
  )
  expect(survived).toEqual(Array(MACHINES).fill(KILLS / MACHINES))
})

/** One machine, killed so many times. @returns how many of them it survived as promised */
async function killed(times: number, machine: number): Promise<number> {
  const random = randomOfRun(machine)
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  states.push(state)
  let { process: child, url } = await start(state)
  let survived = 0
  for (; survived < times; survived += 1) {
    const { token }: SessionToken = await (await call(url, '', '/v1/sites/demo/sessions', {})).json()
    const heard = await listen(await call(url, token, '/v1/turns', { id: crypto.randomUUID(), text: 'count' }), () =>
      pause(random.whole(150, 1500)).then(() => kill(child)),
    )
    expect(heard.numbers.length).toBeGreaterThan(0)

    ;({ process: child, url } = await start(state))
    const { turns }: SessionView = await (await call(url, token, '/v1/session')).json()
    expect(turns).toMatchObject([{ question: 'count', state: 'interrupted', failure: 'answer_cut' }])
    const kept = numbers(turns[0]?.answer ?? '')
    expect(kept).toEqual(kept.map((_, index) => index))
    const firstLost = heard.pieces.find(({ count }) => count > kept.length)
    if (heard.numbers.length - kept.length > LOST_CHUNKS) expect(firstLost?.beforeEnd).toBeLessThan(LOST_MILLISECONDS)

    const next = await (await call(url, token, '/v1/turns', { id: crypto.randomUUID(), text: 'go on' })).text()
    expect(next).toContain('event: done')
  }
  return survived
}

const numbers = (text: string): number[] => text.trim().split(' ').filter(Boolean).map(Number)

interface Heard {
  numbers: number[]
  /** How many numbers had been heard with each piece, and how many milliseconds before the process was killed. */
  pieces: { count: number; beforeEnd: number }[]
}

/** What the page has heard by the time its connection breaks. */
async function listen(response: Response, breakIt: () => Promise<number>): Promise<Heard> {
  let text = ''
  const read = () => numbers([...text.matchAll(/"text":"([^"]*)"/g)].map(([, words]) => words).join(''))
  const pieces: { count: number; at: number }[] = []
  const broken = breakIt()
  try {
    for await (const bytes of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += bytes
      pieces.push({ count: read().length, at: Date.now() })
    }
  } catch {
    // The connection broke: that is what this test is about.
  }
  const end = await broken
  return { numbers: read(), pieces: pieces.map(({ count, at }) => ({ count, beforeEnd: end - at })) }
}
