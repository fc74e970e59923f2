/** R6: the reader of event streams gives the same words at every byte split of every fixture. */
import { describe, expect, test } from 'vitest'
import { StreamedReply } from '../../../../worker/providers/chat-completions/streamed-reply.ts'

const chunk = (delta: object, finish: string | null = null, index = 0) =>
  `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index, delta, finish_reason: finish }] })}\n\n`
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
  'two byte order marks': `\uFEFF\uFEFF${whole}`,
  'frames with nothing in them, and events of another name': whole.replaceAll(
    'data: {',
    'data:\n\ndata: null\n\nevent: ping\ndata: keep-alive\n\ndata: {',
  ),
  'no blank lines': whole.replaceAll('\n\n', '\n'),
  'a finish_reason with every chunk': whole.replaceAll('null', '"stop"'),
  'a finish_reason with every chunk, and an error': `${answer.replaceAll('null', '"stop"')}data: {"error":{}}\n\n`,
  'an error after the finish_reason': `${answer}${chunk({}, 'stop')}data: {"error":{}}\n\n`,
  'a broken frame after the finish_reason': `${answer}${chunk({}, 'stop')}data: {"usage":\n\n${whole}`,
  'broken words after the finish_reason': `${answer}${chunk({}, 'stop')}${chunk({ content: 'x' }).slice(0, -3)}\n\n${whole}`,
  'words in a list': whole.replaceAll(/"content":("(?:[^"\\]|\\.)*")/g, '"content":[{"type":"text","text":$1}]'),
  'another choice': whole.replaceAll('data: {"id"', `${chunk({ content: 'other' }, 'length', 1)}data: {"id"`),
}

function read(...parts: Uint8Array[]) {
  const reply = new StreamedReply()
  let text = parts.map((part) => reply.feed(part)).join('')
  text += reply.finish()
  const { completion, ended, isWhole, closed, failure } = reply
  return { text, completion, ended, isWhole, closed, failure: failure?.code ?? null }
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

/** What is left when the connection breaks after the last byte. */
test.for<[string, boolean]>([
  [chunk({ content: 'a' }), false],
  [chunk({ content: 'a' }, 'stop'), true],
  [chunk({ content: 'a' }) + chunk({}, 'stop'), true],
  [chunk({ content: 'a' }) + chunk({}, 'stop') + chunk({ content: 'b' }), false],
  [chunk({ content: 'a' }, 'stop') + chunk({ content: 'b' }, 'stop'), false],
  [chunk({ content: 'a' }, 'stop') + chunk({ content: 'b' }, 'stop') + USAGE, true],
  [chunk({ content: 'a' }) + 'data: [DONE]\n\n', true],
])('%j is whole: %s', ([stream, isWhole]) => {
  expect(read(new TextEncoder().encode(stream)).isWhole).toBe(isWhole)
})

test('a frame of more than 1 MiB is not read to its end', () => {
  const reply = new StreamedReply()
  const flood = new TextEncoder().encode('x'.repeat(64 * 1024))
  reply.feed(new TextEncoder().encode('data: '))
  for (let fed = 0; fed < 20 && !reply.failure; fed += 1) reply.feed(flood)
  expect(reply.failure?.code).toBe('upstream_bad_reply')
})
