/** The built Worker in workerd, over HTTP, as a page on an allowed origin sees it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { startWorker } from '../../../demo/worker.ts'
import { BODY_BYTES } from '../../../protocol/sizes.ts'
import type { SessionToken } from '../../../protocol/schemas/session.ts'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from './canaries.ts'
import { overhear } from '../browser/overheard.ts'
import { publish } from './publish.ts'

export const PAGE = 'http://localhost:8788'
export { OWNER_KEY, PROVIDER_KEY as CANARY } from './canaries.ts'

export interface Call {
  method?: string
  token?: string
  /** Text and bytes are sent unchanged, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
}

export interface ReadEvent {
  id: string | undefined
  event: string | undefined
  data: Record<string, unknown>
}

export interface Running {
  url: string
  /** Every line the Worker logged. */
  log: string[]
  /** Every body the Worker sent through `call`, and its headers. */
  sent: string[]
  call(path: string, call?: Call): Promise<Response>
  /** A fresh session's token. */
  open(site?: string): Promise<string>
  /** Asks and reads to the end. */
  ask(token: string, text: string, id?: string): Promise<ReadEvent[]>
  stop(): Promise<void>
}

interface Setup {
  /** The rate limit for a network or a session: tests are faster than people. */
  perMinute?: number
  /** Published settings, by the sites' names. */
  sites?: Readonly<Record<string, object>>
  /**
   * With the layer in front of a Worker: the widget’s files, and the header with the visitor’s address. Here that is a second
   * Worker, which takes as long as ours, so it is only for tests of either.
   */
  hasFront?: boolean
  /** Fills the folder with the stored data before the Worker starts. */
  restore?: (state: string) => Promise<void>
}

export async function runWorker(
  bindings: Record<string, string>,
  { perMinute = 100_000, sites, hasFront = false, restore }: Setup = {},
): Promise<Running> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  const log: string[] = []
  const sent: string[] = []
  await restore?.(state)
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    perMinute,
    direct: !hasFront,
    bindings: {
      SESSION_KEYS,
      OWNER_KEY,
      OPENAI_API_KEY: PROVIDER_KEY,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: PAGE,
      ...bindings,
    },
    log(line) {
      log.push(line)
      overhear('the log', line)
    },
  })
  if (sites) await publish(worker, sites)

  async function call(pathname: string, { method = 'GET', token, body, headers = {} }: Call = {}): Promise<Response> {
    const text =
      typeof body === 'string' ? body : body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body)
    const response = await fetch(worker.url + pathname, {
      method,
      redirect: 'manual',
      headers: {
        origin: PAGE,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        // A body that is refused unread ends the connection: the next call must not use it.
        ...(text !== undefined && text.length > BODY_BYTES && { connection: 'close' }),
        ...headers,
      },
      ...(text !== undefined && { body: text }),
    })
    sent.push(JSON.stringify([...response.headers]))
    // A body that is cut off, because its test ends or wants it, is cut off here too.
    response
      .clone()
      .text()
      .then(
        (text) => sent.push(text),
        () => {},
      )
    return response
  }

  return {
    url: worker.url,
    log,
    sent,
    call,
    async open(site = 'demo') {
      const response = await call(`/v1/sites/${site}/sessions`, { method: 'POST', body: {} })
      const { token }: SessionToken = await response.json()
      return token
    },
    async ask(token, text, id = crypto.randomUUID()) {
      return readEvents(await call('/v1/turns', { method: 'POST', token, body: { id, text } }))
    },
    async stop() {
      await worker.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}

export async function readEvents(response: Response): Promise<ReadEvent[]> {
  if (!response.body) return []
  const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  return Array.fromAsync(stream, ({ id, event, data }) => ({ id, event, data: JSON.parse(data) }))
}

export const words = (events: readonly ReadEvent[]): string =>
  events.map(({ event, data }) => (event === 'delta' ? String(data['text']) : '')).join('')
