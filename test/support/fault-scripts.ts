/** What the raw upstream does, by name. */
import { chunk, chunkedHead, DONE, frame, head, lastChunk, pause, type Script } from './fault-upstream.ts'

const WORDS = ['The ', 'capital ', 'of ', 'China ', 'is ', 'Beijing', '。']
const completion = {
  id: 'chatcmpl-whole',
  object: 'chat.completion',
  created: 1,
  model: 'fault',
  choices: [{ index: 0, message: { role: 'assistant', content: WORDS.join('') }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 7, total_tokens: 10 },
}

const streamed = (...parts: (string | Uint8Array)[]): Script => {
  return (socket) => {
    head(socket)
    for (const part of parts) socket.write(part)
  }
}
const words = WORDS.map((word) => frame(word)).join('')
const whole = words + frame('', 'stop') + DONE

const status =
  (line: string, body = '{"error":{"message":"sk-canary-in-an-upstream-error"}}', headers = ''): Script =>
  (socket) => {
    head(socket, 'application/json', line, headers)
    socket.write(body)
  }

const SCRIPTS: Readonly<Record<string, Script>> = {
  whole: streamed(whole),
  'whole-as-json': (socket) => {
    head(socket, 'application/json')
    socket.write(JSON.stringify(completion))
  },
  'json-without-choices': (socket) => {
    head(socket, 'application/json')
    socket.write('{"object":"list"}')
  },
  'no-done-after-finish': streamed(words + frame('', 'stop')),
  'done-without-finish': streamed(words + DONE),
  'no-blank-line-at-the-end': streamed(words + 'data: [DONE]'),
  'junk-after-done': streamed(whole + frame('never said')),
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
  'burst-then-slow': async (socket) => {
    socket.setNoDelay(true)
    chunkedHead(socket)
    chunk(socket, Array.from({ length: 100 }, (_, n) => frame(`${n} `)).join(''))
    for (const word of [...WORDS, ...WORDS, ...WORDS]) {
      await pause(60)
      chunk(socket, frame(word))
    }
    chunk(socket, frame('', 'stop') + DONE)
    lastChunk(socket)
  },
  'end-without-finish': streamed(words),
  'end-inside-a-frame': streamed(words + frame('cut').slice(0, 40)),
  'end-inside-a-character': streamed(words, Buffer.from(frame('京')).subarray(0, -120)),
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
  'role-only': streamed('data: {"choices":[{"index":0,"delta":{"role":"assistant"}}]}\n\n'),
  'finish-without-words': streamed(frame('', 'stop') + DONE),
  'malformed-frame': streamed(words + 'data: {"choices":[\n\n' + frame('never said') + DONE),
  'error-frame': streamed(words + 'data: {"error":{"message":"sk-canary-in-an-upstream-error"}}\n\n'),
  'error-event': streamed(words + 'event: error\ndata: {"message":"overloaded"}\n\n'),
  'headers-never': () => pause(5000),
  'silence-mid-stream': async (socket) => {
    chunkedHead(socket)
    chunk(socket, words)
    await pause(5000)
  },
  html: (socket) => {
    head(socket, 'text/html')
    socket.write('<!doctype html><title>Sign in to the network</title>')
  },
  redirect: status('302 Found', '', 'location: http://127.0.0.1:9/stolen\r\n'),
  'status-400': status('400 Bad Request'),
  'status-401': status('401 Unauthorized'),
  'status-402': status('402 Payment Required'),
  'status-403': status('403 Forbidden'),
  'status-404': status('404 Not Found'),
  'status-429': status('429 Too Many Requests', '{}', 'retry-after: 7\r\n'),
  'status-500': status('500 Internal Server Error'),
  'status-503': status('503 Service Unavailable'),
}

export const faultScripts = (name: string): Script | undefined => SCRIPTS[name]
