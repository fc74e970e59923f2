/** A provider on a raw socket: the model's name says what it does. It stores exactly what it received. */
import { EventEmitter, once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { isRecord } from '../../../protocol/record.ts'
import {
  chunk,
  chunkedHead,
  closed,
  frame,
  head,
  lastChunk,
  pause,
  startFaultUpstream,
  type Script,
} from './fault-upstream.ts'

export interface Received {
  model: string
  /** Request line and headers. */
  head: string
  body: string
  at: number
}

export interface ProgramUpstream {
  url: string
  /** All requests received, oldest first. */
  received: Received[]
  /** Resolves when a connection that requested this model ends. */
  hungUp(model: string): Promise<unknown>
  stop(): Promise<void>
}

/** A stream as some providers send it: comments, CRLF, unknown fields, characters cut by its own chunks. */
export const STREAM = Buffer.from(
  `: keep-alive\r\n\r\ndata: {"id":"x","choices":[{"index":0,"delta":{"role":"assistant"}}]}\r\n\r\n${frame('中国的')}data:{"id":"x","choices":[{"index":0,"delta":{"content":"首都"}}],"later":[1.0,1e2]}\n\n` +
    `${frame('是北京。')}${frame('', 'stop')}` +
    'data: {"id":"chatcmpl-fault","object":"chat.completion.chunk","created":1,"model":"fault","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}\n\n' +
    'data: [DONE]\n\n',
)

export const WHOLE = completion({ role: 'assistant', content: '中国的首都是北京。' })

const CALLS = [
  { id: 'call_1', type: 'function', function: { name: 'population', arguments: '{"city":"北京"}' } },
] as const

const SCRIPTS: Readonly<Record<string, Script>> = {
  plain(socket, request) {
    if (!/"stream" *: *true/.test(request)) return json(socket, WHOLE)
    chunkedHead(socket)
    for (let at = 0; at < STREAM.length; at += 7) chunk(socket, STREAM.subarray(at, at + 7))
    lastChunk(socket)
  },
  async endless(socket) {
    chunkedHead(socket)
    while (!socket.destroyed) {
      chunk(socket, frame('and so on '))
      await pause(20)
    }
  },
  silent: closed,
  tools: (socket) =>
    json(socket, completion({ role: 'assistant', content: null, tool_calls: CALLS }, { finish_reason: 'tool_calls' })),
  json: (socket) => json(socket, completion({ role: 'assistant', content: '{"capital":"Beijing"}' })),
  gzip(socket) {
    head(socket, 'application/json', '200 OK', 'content-encoding: gzip\r\n')
    socket.write(gzipSync(WHOLE))
  },
  headers: (socket) =>
    json(
      socket,
      WHOLE,
      '200 OK',
      'x-request-id: req_7\r\nx-ratelimit-remaining-tokens: 9\r\nset-cookie: a=b\r\nopenai-organization: acme\r\nserver: cloudflare\r\ncf-ray: 1\r\n',
    ),
  'status-400': (socket) => refuse(socket, '400 Bad Request', 'temperature'),
  'status-401': (socket) => refuse(socket, '401 Unauthorized', null),
  'status-403': (socket) => refuse(socket, '403 Forbidden', null),
  'status-404': (socket) => refuse(socket, '404 Not Found', 'model'),
  'status-429': (socket) => refuse(socket, '429 Too Many Requests', null, 'retry-after: 0\r\n'),
  'status-500': (socket) => refuse(socket, '500 Internal Server Error', null),
  'quotes-the-request': (socket, request) => json(socket, JSON.stringify({ error: request }), '400 Bad Request'),
  'long-error': (socket) => json(socket, 'x'.repeat(64 * 1024 + 1), '500 Internal Server Error'),
  redirect: (socket) => json(socket, '', '307 Temporary Redirect', 'location: http://127.0.0.1:9/stolen\r\n'),
  reset: (socket) => void socket.resetAndDestroy(),
}

export async function startProgramUpstream(): Promise<ProgramUpstream> {
  const received: Received[] = []
  const endings = new EventEmitter()
  const busy = new Set<string>()
  const upstream = await startFaultUpstream(() => (socket, request) => {
    const { model, ...parts } = readRequest(request)
    socket.on('close', () => endings.emit(model))
    received.push({ model, ...parts, at: Date.now() })
    // Busy for the first request of its name, fine for the second.
    if (model.startsWith('busy-once') && !busy.has(model)) {
      busy.add(model)
      return refuse(socket, '429 Too Many Requests', null, 'retry-after: 1\r\n')
    }
    return (SCRIPTS[model] ?? SCRIPTS['plain'])?.(socket, request)
  })
  return {
    url: `${upstream.url}/programs/v1`,
    received,
    hungUp: (model) => once(endings, model),
    stop: upstream.stop,
  }
}

function readRequest(request: string) {
  const end = request.indexOf('\r\n\r\n')
  const body = request.slice(end + 4)
  const fields: unknown = JSON.parse(body)
  return { model: isRecord(fields) ? String(fields['model']) : '', head: request.slice(0, end), body }
}

function completion(message: object, choice: object = {}): string {
  return JSON.stringify({
    id: 'chatcmpl-whole',
    object: 'chat.completion',
    created: 1,
    model: 'fault',
    choices: [{ index: 0, message, finish_reason: 'stop', ...choice }],
    usage: { prompt_tokens: 3, completion_tokens: 7, total_tokens: 10 },
  })
}

function json(socket: Parameters<Script>[0], body: string, status = '200 OK', headers = ''): void {
  head(socket, 'application/json', status, headers)
  socket.write(body)
}

/** An error in OpenAI's words. */
function refuse(socket: Parameters<Script>[0], status: string, param: string | null, headers = ''): void {
  const error = { message: `No: sk-canary-in-an-upstream-error`, type: 'invalid_request_error', param, code: 'no' }
  json(socket, JSON.stringify({ error }), status, headers)
}
