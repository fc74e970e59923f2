/** A provider that does not speak Chat Completions is one dialect more, and nothing else: here is one that nobody has. */
import { expect, test } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import type { LogEntry } from '../../../worker/base/log.ts'
import { chatUpstream } from '../../../worker/providers/chat-upstream.ts'
import { CircuitBreaker } from '../../../worker/providers/circuit-breaker.ts'
import type { Dialect } from '../../../worker/providers/dialect.ts'
import { textOf } from '../../../worker/providers/message.ts'
import { usageOf } from '../../../worker/providers/pricing/token-usage.ts'
import { noCompletion } from '../../../worker/providers/reply/completion.ts'
import { Fault } from '../../../worker/providers/reply/faults.ts'
import { finishReason } from '../../../worker/providers/reply/finish-reasons.ts'
import type { Reply } from '../../../worker/providers/reply/reply.ts'
import type { ChatRequest, Piece } from '../../../worker/providers/upstream.ts'
import { provider, scriptUrl } from '../support/provider.ts'

const WHOLE = 'The capital of China is Beijing。'

/** A line of JSON for each word: `{"say":"…"}`, and at the end `{"end":"enough","used":{"in":3,"out":7}}`. */
class LinesReply implements Reply {
  completion = noCompletion()
  heard = false
  frames = 0
  ended = false
  isQuiet = false
  isWhole = false
  closed = false
  failure: Failure | undefined
  readonly #decoder = new TextDecoder()
  #rest = ''

  feed(bytes: Uint8Array): string {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n')
    this.#rest = lines.pop() ?? ''
    return lines.map((line) => this.#read(JSON.parse(line))).join('')
  }

  finish(): string {
    return ''
  }

  #read(line: unknown): string {
    this.frames += 1
    const { say, got, end, used } = isRecord(line) ? line : {}
    if (typeof end === 'string') {
      this.completion.finishReason = finishReason(end === 'enough' ? 'stop' : end)
      this.completion.usage = { prompt_tokens: field(used, 'in'), completion_tokens: field(used, 'out') }
      this.ended = this.isQuiet = this.isWhole = this.closed = true
    }
    const words = String(say ?? got ?? '')
    this.heard ||= words !== ''
    return words
  }
}

const LINES: Dialect = {
  owns: () => false,
  needsKey: true,
  isChatCompletions: false,
  address: ({ baseUrl }, model) => `${baseUrl}/talk/${model}`,
  headers: ({ key }) => ({ 'x-lines-key': key }),
  body: (_models, _model, { messages, sampling }) => ({
    script: messages.map(({ role, content }) => `${role}: ${textOf(content)}`),
    longest: sampling.maxTokens,
    colour: 'blue',
  }),
  adaptations: [
    {
      says: 'refuses a colour',
      names: /./,
      isGuessed: true,
      without: ({ colour, ...body }) => (colour === undefined ? undefined : body),
    },
  ],
  streamStart: /^\{"(?:say|got)"/,
  reader: () => new LinesReply(),
  readWhole(text) {
    const all = field(JSON.parse(text), 'all')
    if (typeof all !== 'string') throw new Fault('malformed-frame')
    return { text: all, completion: { ...noCompletion(), finishReason: 'stop' } }
  },
}

const request: ChatRequest = {
  provider: '',
  model: '',
  messages: [
    { role: 'system', content: 'be brief' },
    { role: 'user', content: 'where?' },
  ],
  sampling: { maxTokens: 100 },
}

async function heard(...scripts: string[]) {
  const log: LogEntry[] = []
  const providers = scripts.map((script) =>
    provider({ name: script, baseUrl: scriptUrl(script), dialect: LINES, model: 'l-1' }),
  )
  const upstream = chatUpstream(() => providers, {
    circuitBreaker: new CircuitBreaker(),
    log: (entry) => log.push(entry),
    pause: async () => {},
  })
  const pieces: Piece[] = []
  let code: string | null = null
  try {
    for await (const piece of upstream(request, new AbortController().signal)) pieces.push({ ...piece })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    ;({ code } = error)
  }
  const text = pieces.map((piece) => piece.text).join('')
  return { text, code, last: pieces.at(-1), count: pieces.length, log }
}

test('its own address, headers and body are sent, and its own stream is read', async () => {
  const { text, code, last, count } = await heard('lines')
  const [head = '', rest = ''] = text.split('\r\n\r\n')
  const [line, ...headers] = head.split('\r\n')
  expect(line).toBe('POST /lines/v1/talk/l-1 HTTP/1.1')
  expect(headers.join('\n').toLowerCase()).toContain('x-lines-key: sk-test')
  expect(headers.join('\n').toLowerCase()).not.toContain('authorization')
  expect(rest).toBe(
    `${JSON.stringify({ script: ['system: be brief', 'user: where?'], longest: 100, colour: 'blue' })}${WHOLE}`,
  )
  expect(code).toBeNull()
  expect(count).toBeGreaterThan(2)
  expect(last?.completion).toMatchObject({ provider: 'lines', finishReason: 'stop' })
  expect(usageOf({ usage: last?.completion.usage, promptTokens: 0, answer: text })).toMatchObject({
    promptTokens: 3,
    completionTokens: 7,
    isEstimated: false,
  })
})

test('a question in parts is sent in its own format', () => {
  const content = [...'ab'].map((text) => ({ type: 'text' as const, text }))
  const asked: ChatRequest = { ...request, messages: [{ role: 'user', content }] }
  expect(LINES.body({ reasoning: [] }, 'l-1', asked)).toMatchObject({ script: ['user: a\n\nb'] })
})

test('its answer that came as one text is read, too', async () => {
  expect(await heard('lines-whole')).toMatchObject({ text: WHOLE, code: null })
})

test('its stream that breaks off is cut, as everybody’s', async () => {
  expect(await heard('lines-cut')).toMatchObject({ text: 'The ', code: 'answer_cut' })
})

test('what it refuses, and that the next provider is asked, is as everybody’s', async () => {
  const { text, code, log } = await heard('status-400', 'lines-whole')
  expect({ text, code }).toEqual({ text: WHOLE, code: null })
  expect(log).toMatchObject([{ event: 'upstream', provider: 'status-400', code: 'upstream_refused' }])
})
