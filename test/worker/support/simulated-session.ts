/**
 * A session on the real storage of a real Durable Object, in virtual time, with a faulty KV and an upstream that speaks at
 * its own pace. Time passes only while a test lets it.
 */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { vi } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { siteSchema, type Site } from '../../../protocol/site.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import type { Turn } from '../../../protocol/schemas/turn.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'
import { kvHistoryCopies } from '../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../worker/session/session-object.ts'
import type { SessionRef, SessionCommand } from '../../../worker/session/command.ts'
import { textOf } from '../../../worker/providers/message.ts'
import type { ChatRequest, Upstream } from '../../../worker/providers/upstream.ts'
import { FaultyKV } from '../../support/stores/faulty-kv.ts'
import { seeded, type Seeded } from '../../support/sampling/seeded.ts'
import { events } from './read-events.ts'
import { scriptedSearch, scriptedLedger, type ScriptedSearch, type ScriptedLedger } from './scripted-ledger.ts'

const DAY = 24 * 60 * 60 * 1000
const FINEST = 25
const COARSEST = 500

/** Without limits: what a ledger does that fails is then no matter of who may ask. */
export const site = v.parse(siteSchema(), NO_LIMITS)

/** How an upstream answers one request: its words, the pause between them, and where it dies. */
export interface Manner {
  words: string[]
  pause: number
  diesAfter?: number
}

export interface Simulation {
  random: Seeded
  kv: FaultyKV
  /** What KV does before it deletes: a test may have it wait, or fail. */
  beforeDelete(): Promise<void>
  ledger: ScriptedLedger
  transcriptSearch: ScriptedSearch
  holder: SessionRef
  /** What visitors ask on, and who they are as limits count them. */
  site: Site
  visitor: string | undefined
  storage: DurableObjectStorage
  /** Every request the upstream got. */
  requests: ChatRequest[]
  /** How the upstream answers a question. */
  manners: Map<string, Manner>
  run(order: SessionCommand): Promise<Response>
  ask(id: string, text: string): Promise<Page>
  retry(id: string, attempt: number, text: string | null): Promise<Page>
  resume(id: string, after: string | null): Promise<Page>
  turns(): Promise<Turn[]>
  /** Lets time pass: timers fire, alarms ring. */
  pass(milliseconds: number): Promise<void>
  /** Lets days pass in which nothing happens but alarms. */
  jump(milliseconds: number): Promise<void>
  until(settled: () => boolean | Promise<boolean>): Promise<void>
  /** The process dies: whatever was in memory is gone. */
  kill(): void
  /** And the object's own storage with it, long after the token was made: only the history copy is left. */
  drop(): Promise<void>
  copyKey: string
}

/** What a page has heard of one turn. */
export interface Page {
  text: string
  ids: string[]
  /** The name of the last event. */
  ended: string | null
  closed: boolean
  leave(): Promise<void>
}

export async function simulate(seed: number, test: (simulation: Simulation) => Promise<void>): Promise<void> {
  const random = seeded(seed)
  const session = `simulated-${seed}-${crypto.randomUUID()}`
  await runInDurableObject(env.SESSIONS.getByName(`demo:${session}`), async (_instance, { storage }) => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    try {
      const holder = { site: 'demo', session, issuedAt: Date.now() }
      await test(simulation(random, holder, storage))
    } finally {
      vi.clearAllTimers()
      vi.useRealTimers()
      await storage.deleteAll()
    }
  })
}

function simulation(random: Seeded, holder: SessionRef, storage: DurableObjectStorage): Simulation {
  const kv = new FaultyKV(random, () => Date.now())
  const ledger = scriptedLedger()
  const transcriptSearch = scriptedSearch()
  const requests: ChatRequest[] = []
  const manners = new Map<string, Manner>()
  let generation = 0

  const upstream: Upstream = async function* (request, signal) {
    const mine = generation
    requests.push(request)
    const { words, pause, diesAfter } = manners.get(textOf(request.messages.at(-1)?.content ?? '')) ?? {
      words: ['ok'],
      pause: 10,
    }
    const completion = {
      provider: 'p',
      completionId: 'c',
      model: 'm',
      created: 1,
      finishReason: null as string | null,
      usage: null,
    }
    for (const [index, text] of words.entries()) {
      await new Promise<void>((resolve, reject) => {
        setTimeout(resolve, pause)
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
      // A process that was killed hears nothing more.
      if (mine !== generation) await new Promise(() => {})
      if (index === diesAfter) throw new Failure('answer_cut')
      yield { text, completion }
    }
    completion.finishReason = 'stop'
    yield { text: '', completion }
  }

  const home = kv.at('home')
  const remove = async (key: string) => {
    await self.beforeDelete()
    await home.delete(key)
  }
  const born = () =>
    new SessionObject({
      storage,
      historyCopies: kvHistoryCopies({ ...home, delete: remove }),
      ledgers: () => ledger,
      transcriptSearches: () => transcriptSearch,
      dearestOf: () => ({ input: 1, output: 2 }),
      quoteOf: () => ({ provider: 'p', model: 'm', price: { input: 1, output: 2 } }),
      upstream,
      log: () => {},
      restart: () => {},
    })
  let object = born()

  async function pass(milliseconds: number): Promise<void> {
    for (let left = milliseconds, step = 0; left > 0; left -= step) {
      step = Math.min(left, COARSEST)
      await vi.advanceTimersByTimeAsync(step)
      await realTurn()
      const alarm = await storage.getAlarm()
      if (alarm !== null && alarm <= Date.now()) {
        await storage.deleteAlarm()
        await object.alarm()
      }
    }
  }

  const self: Simulation = {
    random,
    kv,
    beforeDelete: () => Promise.resolve(),
    ledger,
    transcriptSearch,
    holder,
    site,
    visitor: undefined,
    storage,
    requests,
    manners,
    copyKey: `history:${holder.site}:${holder.session}`,
    run: (order) => object.run({ holder, order }),
    ask: async (id, text) =>
      listen(await self.run({ do: 'ask', site: self.site, visitor: self.visitor, question: { id, text } })),
    retry: async (id, attempt, text) =>
      listen(await self.run({ do: 'retry', site: self.site, visitor: self.visitor, id, attempt, text })),
    resume: async (id, after) => listen(await self.run({ do: 'resume', id, after })),
    turns: async () => (await (await self.run({ do: 'history' })).json<SessionView>()).turns,
    pass,
    async jump(milliseconds) {
      vi.setSystemTime(Date.now() + milliseconds)
      await pass(FINEST)
    },
    async until(settled) {
      for (let waited = 0, step = FINEST; waited < 300_000; waited += step) {
        if (await settled()) return
        await pass(step)
        step = Math.min(COARSEST, Math.ceil(step * 1.2))
      }
      throw new Error('waited for five minutes')
    },
    kill() {
      generation += 1
      object = born()
    },
    async drop() {
      await storage.deleteAll()
      holder.issuedAt -= DAY
      // Until this location sees what was written.
      await pass(120_000)
      self.kill()
    },
  }
  return self
}

/** Storage and streams are real: they need a turn of the real event loop. */
const realTurn = () => scheduler.wait(0)

function listen(response: Response): Page {
  let left = () => {}
  const gone = new Promise<void>((resolve) => (left = resolve))
  const page: Page = {
    text: '',
    ids: [],
    ended: null,
    closed: false,
    async leave() {
      left()
      await reading
    },
  }
  const stream = events(response)
  const reading = (async () => {
    for (;;) {
      const next = await Promise.race([stream.next(), gone])
      if (!next || next.done) break
      const { id = '', event, data } = next.value
      page.ids.push(id)
      if (event === 'delta') page.text += String(data['text'])
      if (event === 'done' || event === 'failed' || event === 'snapshot') page.ended = event
    }
    page.closed = true
    void stream.return()
  })()
  return page
}
