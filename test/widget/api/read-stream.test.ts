/** R6 on the page's side: the same events at every byte split of every fixture. */
import { describe, expect, test } from 'vitest'
import { readStream, type Arrival } from '../../../widget/api/read-stream.ts'

const turn = (state: string) => JSON.stringify({ turn: { id: 'a', seq: 1, attempt: 1, state } })
const lines = [
  `id: 1.0\nevent: accepted\ndata: ${turn('streaming')}`,
  ': hb',
  'id: 1.1\nevent: delta\ndata: {"text":"中国的首都"}',
  'id: 1.2\nevent: delta\ndata: {"text":"是北京 👋🏽。\\n"}',
  `id: 1.3\nevent: done\ndata: ${turn('complete')}`,
]
const stream = lines.map((line) => `${line}\n\n`).join('')

const FIXTURES: Readonly<Record<string, string>> = {
  LF: stream,
  CRLF: stream.replaceAll('\n', '\r\n'),
  CR: stream.replaceAll('\n', '\r'),
  'byte order mark': `\uFEFF${stream}`,
}

const EXPECTED = ['accepted', 'delta', 'delta', 'done']

const TYPE = 'text/event-stream; charset=utf-8'

async function read(...parts: Uint8Array<ArrayBuffer>[]): Promise<Arrival[]> {
  return readAs(TYPE, ...parts)
}

async function readAs(type: string, ...parts: Uint8Array<ArrayBuffer>[]): Promise<Arrival[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
  const response = new Response(body, { headers: { 'content-type': type } })
  return Array.fromAsync(readStream(async () => response, new AbortController().signal))
}

describe.for(Object.entries(FIXTURES))('%s', ([, fixture]) => {
  const bytes = new TextEncoder().encode(fixture)

  test('at every byte split', async () => {
    const whole = await read(bytes)
    expect(whole.map(({ event }) => event)).toEqual(EXPECTED)
    expect(whole.map(({ id }) => id)).toEqual(['1.0', '1.1', '1.2', '1.3'])
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await read(bytes.slice(0, at), bytes.slice(at)), `split at byte ${at}`).toEqual(whole)
    }
  })

  test('byte by byte', async () => {
    expect(await read(...Array.from(bytes, (_, at) => bytes.slice(at, at + 1)))).toEqual(await read(bytes))
  })
})

test('a page that a captive portal sends instead is not a stream', async () => {
  const response = new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
  expect(await Array.fromAsync(readStream(async () => response, new AbortController().signal))).toEqual([])
})

test.for([
  ['text/event-stream', true],
  ['Text/Event-Stream;charset=UTF-8', true],
  ['text/html', false],
  ['text/event-streams', false],
] as const)('what is labelled %s is read as events: %s', async ([type, isRead]) => {
  const arrived = await readAs(type, new TextEncoder().encode(stream))
  expect(arrived.map(({ event }) => event)).toEqual(isRead ? EXPECTED : [])
})
