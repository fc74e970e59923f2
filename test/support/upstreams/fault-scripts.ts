/** What the raw upstream does, by name; those for `worker/providers/reply/faults.ts` have its names. */
import { EventEmitter, once } from 'node:events'
import type { Socket } from 'node:net'
import { chunk, chunkedHead, closed, DONE, frame, head, lastChunk, pause, type Script } from './fault-upstream.ts'

const WORDS = ['The ', 'capital ', 'of ', 'China ', 'is ', 'Beijing', '。']
const delta = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`
const TOOL_CALL = delta({
  content: null,
  tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{}' } }],
})
const USAGE = 'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":7,"total_tokens":10}}\n\n'
/** As OpenRouter reports one after the headers are sent: the status is a number in the frame. */
const error = (code: number) =>
  `data: ${JSON.stringify({ error: { code, message: 'sk-canary-in-an-upstream-error' }, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }] })}\n\n`

const completion = {
  id: 'chatcmpl-whole',
  object: 'chat.completion',
  created: 1,
  model: 'fault',
  choices: [{ index: 0, message: { role: 'assistant', content: WORDS.join('') }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 7, total_tokens: 10 },
}

/** From the path: `POST /<script>.<mark>/…`. */
const markOf = (request: string): string => /^POST \/[\w-]+\.([\w-]+)\//.exec(request)?.[1] ?? ''
const demands = new EventEmitter()

const streamed = (...parts: (string | Uint8Array)[]): Script => {
  return (socket) => {
    head(socket)
    for (const part of parts) socket.write(part)
  }
}
const words = WORDS.map((word) => frame(word)).join('')
const whole = words + frame('', 'stop') + DONE

/** The text of an upstream's error must not reach anybody: test/worker/providers/faults.test.ts looks for it. */
const REFUSAL = '{"error":{"message":"sk-canary-in-an-upstream-error"}}'

const status =
  (line: string, body = REFUSAL, headers = ''): Script =>
  (socket) => {
    head(socket, 'application/json', line, headers)
    socket.write(body)
  }

/** Writes as fast as the other side reads, until it hangs up. */
async function flood(socket: Socket, parts: Iterable<string>, first = ''): Promise<void> {
  socket.write(first)
  for (const part of parts) {
    if (!socket.writable) return
    if (!socket.write(part)) await drained(socket)
  }
}

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const settle = () => {
      socket.off('drain', settle).off('close', settle)
      resolve()
    }
    socket.on('drain', settle).on('close', settle)
  })

function* forever(part: string): Generator<string, void> {
  for (;;) yield part
}

const SCRIPTS: Readonly<Record<string, Script>> = {
  whole: streamed(whole),
  'whole-as-json': (socket) => {
    head(socket, 'application/json')
    socket.write(JSON.stringify(completion))
  },
  /** Returns the request, headers and body, as the text of its answer. */
  echo: (socket, request) => {
    head(socket, 'application/json')
    socket.write(JSON.stringify({ ...completion, choices: [{ index: 0, message: { content: request } }] }))
  },
  /** Uses a dialect that no provider has: a line of JSON for each word, the first with the request. */
  lines: async (socket, request) => {
    head(socket, 'application/x-lines')
    socket.write(`${JSON.stringify({ got: request })}\n`)
    for (const say of WORDS) {
      socket.write(`${JSON.stringify({ say })}\n`)
      await pause(5)
    }
    socket.write('{"end":"enough","used":{"in":3,"out":7}}\n')
  },
  'lines-cut': (socket) => {
    head(socket, 'application/x-lines')
    socket.write('{"say":"The "}\n{"say":"capital')
  },
  'lines-whole': (socket) => {
    head(socket, 'application/json')
    socket.write(JSON.stringify({ all: WORDS.join(''), end: 'enough' }))
  },
  'json-without-choices': (socket) => {
    head(socket, 'application/json')
    socket.write('{"object":"list","detail":"sk-canary-in-an-upstream-error"}')
  },
  'no-done-after-finish': streamed(words + frame('', 'stop')),
  'done-without-finish': streamed(words + DONE),
  'no-blank-line-at-the-end': streamed(words + 'data: [DONE]'),
  'junk-after-done': streamed(whole + frame('never said')),
  'finish-length': streamed(words + frame('', 'length') + DONE),
  'finish-length-without-words': streamed(frame('', 'length') + DONE),
  'finish-failed': streamed(words + frame('', 'insufficient_system_resource') + DONE),
  'finish-content-filter': streamed(words + frame('', 'content_filter') + DONE),
  'finish-tool-calls': streamed(TOOL_CALL + frame('', 'tool_calls') + DONE),
  'no-usage': streamed(whole),
  'with-usage': streamed(words + frame('', 'stop') + USAGE + DONE),
  deepseek: streamed(
    ': keep-alive\n\n' + delta({ role: 'assistant', content: null, reasoning_content: 'Hmm.' }) + whole,
  ),
  openrouter: streamed(': OPENROUTER PROCESSING\n\n'.repeat(3) + delta({ reasoning: 'Hmm.', content: '' }) + whole),
  'openrouter-busy': streamed(': OPENROUTER PROCESSING\n\n' + error(429)),
  'openrouter-busy-mid-stream': streamed(words + error(429)),
  'error-with-200': (socket) => {
    head(socket, 'application/json')
    socket.write('{"error":{"code":402,"message":"sk-canary-in-an-upstream-error"}}')
  },
  crlf: streamed(whole.replaceAll('\n', '\r\n')),
  cr: streamed(whole.replaceAll('\n', '\r')),
  'bom-and-comments': streamed(`\uFEFF: keep-alive\n\n${whole}`),
  'one-byte-writes': async (socket) => {
    socket.setNoDelay(true)
    head(socket)
    for (const byte of Buffer.from(whole)) {
      socket.write(Uint8Array.of(byte))
      await new Promise(setImmediate)
    }
  },
  slow: async (socket) => {
    socket.setNoDelay(true)
    chunkedHead(socket)
    for (const word of WORDS) {
      chunk(socket, frame(word))
      await pause(60)
    }
    chunk(socket, frame('', 'stop') + DONE)
    lastChunk(socket)
  },
  'reset-after-finish': async (socket) => {
    chunkedHead(socket)
    chunk(socket, words + frame('', 'stop'))
    await pause(100)
    socket.resetAndDestroy()
  },
  'silence-after-words-with-finish': async (socket) => {
    chunkedHead(socket)
    chunk(socket, frame('The ', 'stop'))
    await closed(socket)
  },
  'silence-after-finish': async (socket) => {
    chunkedHead(socket)
    chunk(socket, words + frame('', 'stop'))
    await closed(socket)
  },
  /** Sends a word, and the next one on `go` with the same mark; after two of them it sends the rest. */
  'on-demand': async (socket, request) => {
    const [first = '', second = '', ...rest] = WORDS
    socket.setNoDelay(true)
    chunkedHead(socket)
    for (const word of [first, second]) {
      chunk(socket, frame(word))
      await once(demands, markOf(request))
    }
    chunk(socket, rest.map((word) => frame(word)).join('') + frame('', 'stop') + DONE)
    lastChunk(socket)
  },
  go: (socket, request) => {
    demands.emit(markOf(request))
    head(socket, 'application/json')
  },
  'end-without-finish': streamed(words),
  'end-mid-word': streamed(words + frame('cut').slice(0, 40)),
  'end-inside-character': streamed(words, Buffer.from(frame('京')).subarray(0, -120)),
  'reset-mid-stream': async (socket) => {
    chunkedHead(socket)
    chunk(socket, words)
    await pause(100)
    socket.resetAndDestroy()
  },
  'reset-before-headers': (socket) => {
    socket.resetAndDestroy()
  },
  empty: streamed(''),
  'end-after-role': streamed('data: {"choices":[{"index":0,"delta":{"role":"assistant"}}]}\n\n'),
  'filter-without-words': streamed(frame('', 'content_filter') + DONE),
  thinking: async (socket) => {
    head(socket)
    while (socket.writable) {
      socket.write(delta({ reasoning_content: 'Hmm.' }))
      await pause(20)
    }
  },
  'endless-frames': async (socket) => {
    head(socket)
    await flood(socket, forever(delta({}).repeat(500)))
  },
  'finish-without-words': streamed(frame('', 'stop') + DONE),
  'malformed-frame': streamed(words + 'data: {"choices":[\n\n' + frame('never said') + DONE),
  'error-frame': streamed(words + 'data: {"error":{"message":"sk-canary-in-an-upstream-error"}}\n\n'),
  'error-event': streamed(words + 'event: error\ndata: {"message":"sk-canary-in-an-upstream-error"}\n\n'),
  'headers-never': closed,
  'header-drip': async (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx-drip: ')
    while (socket.writable) {
      socket.write('.')
      await pause(50)
    }
  },
  'huge-frame': async (socket) => {
    head(socket)
    socket.write(words)
    await flood(socket, Array<string>(80).fill('x'.repeat(64 * 1024)), 'data: ')
  },
  'endless-stream': async (socket) => {
    head(socket)
    await flood(socket, forever(frame('on and on and ').repeat(200)))
  },
  'stall-mid-stream': async (socket) => {
    chunkedHead(socket)
    chunk(socket, words)
    await closed(socket)
  },
  html: (socket) => {
    head(socket, 'text/html')
    socket.write('<!doctype html><title>sk-canary-in-an-upstream-error</title>')
  },
  // 307 keeps the method and the body, so a client that follows it would be counted.
  redirect: (socket) => {
    const place = `http://127.0.0.1:${socket.localPort}/stolen/v1/chat/completions`
    head(socket, 'application/json', '307 Temporary Redirect', `location: ${place}\r\n`)
    socket.write(REFUSAL)
  },
  'status-400': status('400 Bad Request'),
  'status-401': status('401 Unauthorized'),
  'status-402': status('402 Payment Required'),
  'status-403': status('403 Forbidden'),
  'status-404': status('404 Not Found'),
  'status-408': status('408 Request Timeout'),
  'status-409': status('409 Conflict'),
  'status-413': status('413 Content Too Large'),
  'status-422': status('422 Unprocessable Content'),
  'status-429': status('429 Too Many Requests'),
  'status-429-seconds': status('429 Too Many Requests', REFUSAL, 'retry-after: 1\r\n'),
  'status-429-date': (socket) => {
    const date = new Date(Date.now() + 9000).toUTCString()
    head(socket, 'application/json', '429 Too Many Requests', `retry-after: ${date}\r\n`)
    socket.write(REFUSAL)
  },
  'status-429-long': status('429 Too Many Requests', REFUSAL, 'retry-after: 3600\r\n'),
  'status-500': status('500 Internal Server Error'),
  'status-502': status('502 Bad Gateway'),
  'status-503': status('503 Service Unavailable'),
  'status-504': status('504 Gateway Timeout'),
  'status-529': status('529 Overloaded'),
}

export const faultScripts = (name: string): Script | undefined => SCRIPTS[name]
