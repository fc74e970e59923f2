/** R6: the reader of event streams gives the same words at every byte split of every fixture. */
import { describe, expect, test } from 'vitest'
import { openReply } from '../../worker/upstream/reply.ts'

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
const USAGE = 'data: {"choices":[],"usage":{"total_tokens":9}}\n\n'
const answer = chunk({ role: 'assistant' }) + chunk({ content: '北京' }) + chunk({ content: ' 👋🏽 "quoted"\\n' })
const whole = `${answer}${chunk({}, 'stop')}${USAGE}data: [DONE]\n\n`

const FIXTURES: Readonly<Record<string, string>> = {
  LF: whole,
  CRLF: whole.replaceAll('\n', '\r\n'),
  CR: whole.replaceAll('\n', '\r'),
  'byte order mark': `\uFEFF${whole}`,
  comments: `: OPENROUTER PROCESSING\n\n${whole.replaceAll('data: ', ': hb\n\ndata: ')}`,
  'no space after the colon': whole.replaceAll('data: ', 'data:'),
  'event and id fields': whole.replaceAll('data: {', 'event: message\nid: 7\nretry: 10\ndata: {'),
  'JSON over several data lines': whole.replaceAll(',"model"', ',\ndata: "model"'),
  'no [DONE]': `${answer}${chunk({}, 'length')}`,
  'no blank line at the end': `${answer}data: [DONE]`,
  'junk after [DONE]': `${whole}data: never read\n\n`,
  cut: answer,
  'an error frame': `${answer}data: {"error":{"message":"no"}}\n\n${whole}`,
  'a broken frame': `${answer}data: {"choices":\n\n${whole}`,
}

function read(...parts: Uint8Array[]) {
  const reply = openReply()
  let text = parts.map((part) => reply.feed(part)).join('')
  text += reply.finish()
  const { completion, ended, closed, failure } = reply
  return { text, completion, ended, closed, failure: failure?.code ?? null }
}

describe.for(Object.entries(FIXTURES))('%s', ([, fixture]) => {
  const bytes = new TextEncoder().encode(fixture)

  test('gives the same at every byte split', () => {
    const expected = read(bytes)
    expect(expected.text).toBe('北京 👋🏽 "quoted"\\n')
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(read(bytes.subarray(0, at), bytes.subarray(at)), `split at byte ${at}`).toEqual(expected)
    }
  })

  test('gives the same byte by byte', () => {
    expect(read(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))).toEqual(read(bytes))
  })
})

test('a frame of more than 1 MiB is not read to its end', () => {
  const reply = openReply()
  const flood = new TextEncoder().encode('x'.repeat(64 * 1024))
  reply.feed(new TextEncoder().encode('data: '))
  for (let fed = 0; fed < 20 && !reply.failure; fed += 1) reply.feed(flood)
  expect(reply.failure?.code).toBe('upstream_bad_reply')
})
