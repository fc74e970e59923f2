/** A session on the real storage of a real Durable Object whose upstream answers at once, as the test says. */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { siteSchema, type Site } from '../../../protocol/site.ts'
import type { PageContext } from '../../../protocol/schemas/question.ts'
import type { FeedbackRequest, Retry } from '../../../protocol/schemas/turn-request.ts'
import type { FeedbackSaved, Turn, Usage } from '../../../protocol/schemas/turn.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import type { LogEntry } from '../../../worker/base/log.ts'
import { kvHistoryCopies } from '../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../worker/session/session-object.ts'
import type { SessionRef, SessionCommand } from '../../../worker/session/command.ts'
import { textOf, type Message } from '../../../worker/providers/message.ts'
import type { ChatRequest, Upstream, UpstreamWrapper } from '../../../worker/providers/upstream.ts'
import { noSearch, noLedger } from './scripted-ledger.ts'
import { readEvents, type ReadEvent } from './read-events.ts'

export interface Reply {
  text: string
  usage?: Usage
}

export interface Talk {
  /** What visitors' questions sent, in order. */
  prompts: Message[][]
  /** What the background asked for notes. */
  summaries: ChatRequest[]
  log: LogEntry[]
  holder: SessionRef
  storage: DurableObjectStorage
  /** How questions are answered, and how notes are written. */
  answer(question: string): Reply | Promise<Reply>
  summarize(request: ChatRequest, signal: AbortSignal): Reply | Promise<Reply>
  configure(changes: Partial<Site>): void
  run(order: SessionCommand): Promise<Response>
  /** Asks and reads the answer to its end; the id of the turn. */
  ask(text: string, page?: PageContext): Promise<string>
  /** The same with an id of the test's own; what was read. */
  askAs(id: string, text: string, page?: PageContext): Promise<ReadEvent[]>
  /** Tries again and reads to the end. */
  retry(id: string, retry?: Retry): Promise<ReadEvent[]>
  rate(id: string, rate: Partial<FeedbackRequest>): Promise<FeedbackSaved>
  turns(): Promise<Turn[]>
  /** The process dies: what is not in storage is gone. */
  restart(): void
}

export const NOTES_MODEL = 'notes'

/** @param around wraps the upstream, as a feature that changes answers does. */
export async function talk(
  site: Partial<Site>,
  test: (talk: Talk) => Promise<void>,
  around: UpstreamWrapper = (upstream) => upstream,
): Promise<void> {
  const now = Date.now()
  const holder = { site: 'demo', session: crypto.randomUUID(), issuedAt: now }
  await runInDurableObject(env.SESSIONS.getByName(`demo:${holder.session}`), async (_instance, { storage }) => {
    let settings = v.parse(siteSchema(), { summaryModel: NOTES_MODEL, ...site })
    const upstream: Upstream = async function* (request, signal) {
      const isNotes = request.model === NOTES_MODEL
      if (isNotes) self.summaries.push(request)
      else self.prompts.push(request.messages)
      const { text, usage = null } = await (isNotes
        ? self.summarize(request, signal)
        : self.answer(textOf(request.messages.at(-1)?.content ?? '')))
      yield {
        text,
        completion: { provider: null, completionId: 'c', model: 'm', created: 1, finishReason: 'stop', usage },
      }
    }
    const born = () =>
      new SessionObject({
        storage,
        historyCopies: kvHistoryCopies(env.HISTORY),
        upstream: around(upstream),
        ledgers: () => noLedger,
        transcriptSearches: () => noSearch,
        dearestOf: () => ({ input: 1, output: 2 }),
        quoteOf: ({ model }) => ({ provider: null, model, price: null }),
        log: (entry) => self.log.push(entry),
        restart: () => {},
      })
    let object = born()
    const self: Talk = {
      prompts: [],
      summaries: [],
      log: [],
      holder,
      storage,
      answer: (question) => ({ text: `answer to ${question}` }),
      summarize: () => ({ text: 'notes' }),
      configure: (changes) => (settings = { ...settings, ...changes }),
      run: (order) => object.run({ holder, order }),
      async ask(text, page) {
        const id = crypto.randomUUID()
        await self.askAs(id, text, page)
        return id
      },
      async askAs(id, text, page) {
        const question = page === undefined ? { id, text } : { id, text, page }
        return readEvents(await self.run({ do: 'ask', site: settings, question }))
      },
      async retry(id, { attempt = null, text = null } = {}) {
        return readEvents(await self.run({ do: 'retry', site: settings, id, attempt, text }))
      },
      async rate(id, rate) {
        const whole = { attempt: null, rating: null, comment: '', ...rate }
        return (await self.run({ do: 'rate', id, rate: whole, retentionDays: settings.retentionDays })).json()
      },
      turns: async () => (await (await self.run({ do: 'history' })).json<SessionView>()).turns,
      restart: () => (object = born()),
    }
    await test(self)
    await storage.deleteAll()
  })
}
