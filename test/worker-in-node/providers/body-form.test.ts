import { expect, test } from 'vitest'
import { EVENT_STREAM, openBody } from '../../../worker/providers/reply/body-form.ts'

async function* steps(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  // A view is good until the next one is asked for.
  const view = new Uint8Array(size)
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size)
    view.set(part)
    yield view.subarray(0, part.length)
  }
}

test.for<[string, string, string]>([
  ['data: {"choices":[]}\n\n', 'text/event-stream', 'stream'],
  ['data: {"choices":[]}\n\n', 'application/json', 'stream'],
  ['data:{"choices":[]}\n\n', 'text/html; charset=utf-8', 'stream'],
  ['event: message\ndata: {}\n\n', '', 'stream'],
  [': hello\n\n', 'APPLICATION/JSON', 'stream'],
  ['\uFEFFevent: message\n', 'application/json', 'stream'],
  ['{"choices":[]}', 'text/event-stream', 'whole'],
  ['\r\n\n {"choices":[]}', '', 'whole'],
  ['error: {"code":400}\n\n', 'text/event-stream', 'whole'],
  ['<!doctype html>', 'text/event-stream', 'html'],
  ['Service unavailable', 'Text/HTML', 'html'],
  ['Service unavailable', 'application/json', 'whole'],
  ['Service unavailable', 'text/plain', 'stream'],
  ['', 'application/json', 'whole'],
  ['', 'text/event-stream', 'stream'],
])('%j, named %s, is %s', async ([body, label, form]) => {
  const bytes = new TextEncoder().encode(body)
  for (const size of [1, 2, 7, 100]) {
    const reads = steps(bytes, size)
    let heard = 0
    const opening = await openBody(reads, { label, streamStart: EVENT_STREAM }, () => (heard += 1))
    const rest = await Array.fromAsync(reads, (part) => part.slice())
    const read = Uint8Array.from([opening.head, ...rest].flatMap((part) => [...part]))
    expect(opening.form, `in steps of ${size}`).toBe(form)
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(read)).toBe(body.replace(/^[\s\n]+(?=\{)/, ''))
    expect(heard + rest.length).toBe(Math.ceil(bytes.length / size))
  }
})
