/**
 * Records everything that Workers send during the tests: every response that a test receives by `fetch` (headers, and the
 * decompressed body), what Chromium receives, and every line of the log. It searches all of it for secrets.
 *
 * Node reports its own responses: https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
 */
import { subscribe } from 'node:diagnostics_channel'
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib'
import type { BrowserContext } from 'playwright-core'
import { field } from '../../../protocol/record.ts'
import { formsOf, SECRETS, secretsIn } from '../running/canaries.ts'

const found = new Set<string>()
const secrets = new Map(SECRETS)
const open = new Map<unknown, { where: string; headers: string; chunks: Buffer[] }>()
let responses = 0

/** Adds a secret that was created during the tests to the search. */
export function keepSecret(name: string, value: string): void {
  if (value.length >= 16) secrets.set(name, formsOf(Buffer.from(value)))
}

export function overhear(where: string, ...texts: string[]): void {
  for (const text of texts) {
    for (const name of secretsIn(`${text}\n${words(text)}`, secrets)) found.add(`${name}: ${where}`)
  }
}

/** For an event stream: an answer arrives in pieces. */
const words = (text: string): string =>
  [...text.matchAll(/^data: (\{"text":".*"\})\r?$/gm)]
    .map(([, json = '']) => String(field(JSON.parse(json), 'text')))
    .join('')

/** How many responses were recorded completely, and what was found since the last call. */
export function heard(): { responses: number; found: string[] } {
  for (const { where, headers, chunks } of open.values()) {
    overhear(where, headers, unpacked(headers, Buffer.concat(chunks)))
  }
  const all = [...found]
  found.clear()
  return { responses, found: all }
}

/** The files of a page are those of dist/, and test/api/http/canaries.test.ts searches each of them once. */
const FILES: ReadonlySet<string> = new Set(['script', 'stylesheet', 'image', 'font'])

/** Everything that the pages of a context receive. */
export function overhearPages(context: BrowserContext): void {
  context.on('response', (response) => {
    const where = `${response.request().method()} ${response.url()}, in Chromium`
    // The bodies of a closed page are lost.
    response.allHeaders().then(
      (headers) => overhear(where, JSON.stringify(headers)),
      () => {},
    )
    if (FILES.has(response.request().resourceType())) return
    response.body().then(
      (body) => overhear(where, body.toString('latin1')),
      () => {},
    )
  })
}

subscribe('undici:request:headers', (message) => {
  const [request, response] = [field(message, 'request'), field(message, 'response')]
  const headers = field(response, 'headers')
  const text = Array.isArray(headers) ? headers.map((bytes) => Buffer.from(bytes).toString('latin1')).join('\n') : ''
  const where = `${String(field(request, 'method'))} ${String(field(request, 'origin'))}${String(field(request, 'path'))}`
  open.set(request, { where, headers: text, chunks: [] })
})
subscribe('undici:request:bodyChunkReceived', (message) => {
  const chunk = field(message, 'chunk')
  if (chunk instanceof Uint8Array) open.get(field(message, 'request'))?.chunks.push(Buffer.from(chunk))
})
for (const end of ['trailers', 'error']) {
  subscribe(`undici:request:${end}`, (message) => {
    const request = field(message, 'request')
    const response = open.get(request)
    if (!response) return
    open.delete(request)
    responses += 1
    overhear(response.where, response.headers, unpacked(response.headers, Buffer.concat(response.chunks)))
  })
}

/** As much as there is: a body may have been cut off. */
function unpacked(headers: string, body: Buffer): string {
  const [, encoding] = /content-encoding\n(\S+)/i.exec(headers) ?? []
  if (encoding === undefined || body.length === 0) return body.toString('latin1')
  const part = { finishFlush: constants.Z_SYNC_FLUSH }
  if (encoding === 'gzip') return gunzipSync(body, part).toString('latin1')
  if (encoding === 'deflate') return inflateSync(body, part).toString('latin1')
  if (encoding === 'br') {
    return brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH }).toString('latin1')
  }
  throw new Error(`Nobody can look into ${encoding}.`)
}
