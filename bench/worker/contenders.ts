/** The Workers that are compared, each in its own workerd, and the upstream itself. */
import { rm } from 'node:fs/promises'
import { startWorker } from '../../demo/worker.ts'
import { bundleSubject } from './bundle.ts'
import { startDirectWorker } from './direct-worker.ts'
import { runtimePid } from './processor-time.ts'
import { stateFolder } from './state-folder.ts'
import { timedPost, type Timed } from './timed-post.ts'
import { benchBindings } from './bindings.ts'

export interface Contender {
  name: string
  /** The process id of its workerd; null for the upstream. */
  pid: number | null
  /** One turn by one of `CLIENTS`, to its last word. */
  take(client: number): Promise<Timed>
  stop(): Promise<void>
}

/** Each with its own session, so that none asks faster than a visitor could. */
export const CLIENTS = 32

export const BARE = 'bare `return fetch()`'
export const INGLENOOK = 'Inglenook'
export const OURS_NEW = 'Inglenook, a new session each turn'
export const UPSTREAM = 'the upstream itself'

/** The name in the report, and in `subjects/`. */
export const PEERS: readonly [string, string][] = [
  [BARE, 'bare'],
  ['Hono, passed through', 'hono'],
  ['`openai` SDK', 'openai'],
  ['AI SDK', 'ai'],
]

const QUESTION = 'Where is my order, and when will it arrive?'
const COMPLETION = {
  model: 'bench',
  stream: true,
  messages: [
    { role: 'system', content: 'You are the assistant of a shop. Answer shortly.' },
    { role: 'user', content: QUESTION },
  ],
}

/** One after another: the newest workerd is the one that was just started. */
export async function startContenders(upstreamUrl: string): Promise<Contender[]> {
  const all = [upstreamItself(upstreamUrl)]
  for (const [name, subject] of PEERS) all.push(await startPeer(name, await bundleSubject(subject), upstreamUrl))
  return [...all, await startOurs(INGLENOOK, upstreamUrl, 'awake'), await startOurs(OURS_NEW, upstreamUrl, 'new')]
}

const upstreamItself = (url: string): Contender => ({
  name: UPSTREAM,
  pid: null,
  take: () => timedPost(`${url}/chat/completions`, {}, COMPLETION),
  stop: async () => {},
})

async function startPeer(name: string, script: string, upstreamUrl: string): Promise<Contender> {
  const { url, pid, stop } = await startDirectWorker(script, { UPSTREAM: upstreamUrl })
  return { name, pid, take: () => timedPost(`${url}/v1/chat/completions`, {}, COMPLETION), stop }
}

/** With the site `demo` unchanged. */
async function startOurs(name: string, upstreamUrl: string, sessions: 'awake' | 'new'): Promise<Contender> {
  const origin = 'https://shop.example'
  const state = await stateFolder()
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: benchBindings(origin, upstreamUrl),
    log: () => {},
    direct: true,
  })
  const tokens: string[] = []

  async function open(client: number): Promise<string> {
    const { tail } = await timedPost(`${worker.url}/v1/sites/demo/sessions`, headers(client), {})
    const token = /"token":"([^"]+)"/.exec(tail)?.[1]
    if (token === undefined) throw new Error(`no session was opened: ${tail}`)
    return token
  }

  /** Limits count by address, so each client has its own. */
  const headers = (client: number) => ({ origin, 'cf-connecting-ip': `192.0.2.${client + 1}` })

  return {
    name,
    pid: runtimePid(),
    async take(client) {
      const started = performance.now()
      const token = sessions === 'new' ? await open(client) : (tokens[client] ??= await open(client))
      const opened = performance.now() - started
      const timed = await timedPost(
        `${worker.url}/v1/turns`,
        { ...headers(client), authorization: `Bearer ${token}` },
        { id: crypto.randomUUID(), text: QUESTION },
      )
      if (!timed.tail.includes('event: done')) throw new Error(`${name}: a turn was not answered: ${timed.tail}`)
      return {
        ...timed,
        firstWordMilliseconds: timed.firstWordMilliseconds + opened,
        milliseconds: timed.milliseconds + opened,
      }
    },
    async stop() {
      await worker.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}
