/** R4, R5, R9: over HTTP, against a raw upstream. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import {
  chunk,
  chunkedHead,
  DONE,
  frame,
  head,
  lastChunk,
  pause,
  startFaultUpstream,
  type FaultUpstream,
} from '../../support/upstreams/fault-upstream.ts'
import {
  PAGE,
  readEvents,
  runWorker,
  words,
  type ReadEvent,
  type Running,
} from '../../support/running/running-worker.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'
import { randomOfRun, sample, times } from '../../support/sampling/sampling.ts'

const SIXTY = Array.from({ length: 60 }, (_, n) => `第${n}词 `)

let upstream: FaultUpstream
const running: Running[] = []

beforeAll(async () => {
  upstream = await startFaultUpstream((name) => {
    if (name === 'sixty') {
      return async (socket) => {
        socket.setNoDelay(true)
        chunkedHead(socket)
        for (const word of SIXTY) {
          chunk(socket, frame(word))
          // Slower than the 40 ms that make one event, so that every chunk is one.
          await pause(90)
        }
        chunk(socket, frame('', 'stop') + DONE)
        lastChunk(socket)
      }
    }
    if (name === 'quick') {
      return async (socket) => {
        head(socket)
        socket.write(frame('some '))
        await pause(30)
        socket.write(frame('words', 'stop') + DONE)
      }
    }
    if (name === 'cut') return (socket) => void (head(socket), socket.write(nextCut()))
    return undefined
  })
})

afterAll(async () => {
  await Promise.all(running.map((worker) => worker.stop()))
  await upstream?.stop()
})

async function against(script: string): Promise<Running> {
  // One address asks more in one run than a visitor does in a day.
  const worker = await runWorker({ OPENAI_BASE_URL: `${upstream.url}/${script}/v1` }, { sites: { demo: NO_LIMITS } })
  running.push(worker)
  return worker
}

const CUTS = sample([...SIXTY.keys()], 8)

test('R4: an answer of 60 chunks, cut after any of them, resumes to the same text with no event twice', async () => {
  const worker = await against('sixty')
  const resumed = await Promise.all(CUTS.map((cut) => cutAndResume(worker, cut)))
  for (const { before, after } of resumed) {
    expect(words([...before, ...after])).toBe(SIXTY.join(''))
    const ids = [...before, ...after].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(after.at(-1)).toMatchObject({ event: 'done', data: { turn: { state: 'complete' } } })
  }
  expect(resumed.length).toBe(CUTS.length)
  // They were cut at different points: a busy machine makes one event of several chunks, but not of all.
  expect(new Set(resumed.map(({ before }) => before.length)).size).toBeGreaterThan(CUTS.length / 2)
})

/** Hangs up when the chunk `cut` has come, without a word, and comes back with the id of the last event it read. */
async function cutAndResume(worker: Running, cut: number): Promise<{ before: ReadEvent[]; after: ReadEvent[] }> {
  const token = await worker.open()
  const id = crypto.randomUUID()
  const hangUp = new AbortController()
  const response = await fetch(`${worker.url}/v1/turns`, {
    method: 'POST',
    headers: { origin: PAGE, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, text: 'sixty words, please' }),
    signal: hangUp.signal,
  })
  const before: ReadEvent[] = []
  await readEventsUntil(response, (event) => {
    before.push(event)
    return words(before).includes(SIXTY[cut] ?? '')
  })
  hangUp.abort()
  const lastEventId = before.at(-1)?.id ?? ''
  const again = await worker.call(`/v1/turns/${id}/stream`, { token, headers: { 'last-event-id': lastEventId } })
  return { before, after: await readEvents(again) }
}

async function readEventsUntil(response: Response, enough: (event: ReadEvent) => boolean): Promise<void> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [event] = await readEvents(new Response(text.slice(0, end + 2)))
      text = text.slice(end + 2)
      if (event && enough(event)) return
    }
  }
}

const IDS = times({ sample: 10, all: 100 })

test('R5: each id is sent ten times at once, and makes exactly one upstream call', async () => {
  const worker = await against('quick')
  const answers = await Promise.all(
    Array.from({ length: IDS }, async () => {
      const token = await worker.open()
      const id = crypto.randomUUID()
      return Promise.all(Array.from({ length: 10 }, () => worker.ask(token, 'once', id)))
    }),
  )
  expect(answers.flat().map(words)).toEqual(Array.from({ length: 10 * IDS }, () => 'some words'))
  expect(upstream.calls.get('quick')).toBe(IDS)
})

const WHOLE = Buffer.from(
  `${SIXTY.slice(0, 12)
    .map((word) => frame(word))
    .join('')}${frame('', 'stop')}${DONE}`,
)
const random = randomOfRun()
/** Any byte before the one that closes the frame with the finish_reason. */
const LAST = WHOLE.indexOf('"stop"}]}') + '"stop"}]}'.length - 1
const FIRST = Buffer.byteLength(frame(SIXTY[0] ?? ''))
/** Cuts before the first word was whole. */
let wordless = 0
function nextCut(): Buffer {
  const at = random.whole(0, LAST)
  if (at <= FIRST) wordless += 1
  return WHOLE.subarray(0, at)
}

const ROUNDS = times({ sample: 1, all: 10 })

test('R9: of 50 sessions’ answers, each cut at a random byte, none is stored as complete', async () => {
  const worker = await against('cut')
  const tokens = await Promise.all(Array.from({ length: 50 }, () => worker.open()))
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.all(tokens.map((token) => worker.ask(token, `round ${round}`)))
  }
  const states = await Promise.all(
    tokens.map(async (token) => {
      const { turns }: SessionView = await (await worker.call('/v1/session', { token })).json()
      return turns.map(({ state, answer }) => ({ state, kept: SIXTY.slice(0, 12).join('').startsWith(answer) }))
    }),
  )
  expect(states.flat()).toHaveLength(50 * ROUNDS)
  expect(states.flat().filter(({ state }) => state === 'complete')).toEqual([])
  expect(states.flat().filter(({ kept }) => !kept)).toEqual([])
  // Asked again at most where no word had been said.
  const again = (upstream.calls.get('cut') ?? 0) - 50 * ROUNDS
  expect(again).toBeGreaterThanOrEqual(0)
  expect(again).toBeLessThanOrEqual(wordless)
})
