/** A part that nobody has declared goes everywhere a question and an answer go: so a new one needs no change of what carries them. */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Transcript } from '../../../../protocol/schemas/transcript.ts'
import { siteSchema } from '../../../../protocol/site.ts'
import type { TurnRequest } from '../../../../protocol/schemas/turn-request.ts'
import type { SessionView } from '../../../../protocol/schemas/session.ts'
import { transcriptRoutes } from '../../../../worker/owner/transcripts-routes.ts'
import type { Upstream } from '../../../../worker/providers/upstream.ts'
import { noCompletion } from '../../../../worker/providers/reply/completion.ts'
import type { SessionCommand } from '../../../../worker/session/command.ts'
import { kvHistoryCopies } from '../../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../../worker/session/session-object.ts'
import type { PartNames } from '../../../../worker/session/turns/values.ts'
import { readEvents } from '../../support/read-events.ts'
import { scriptedSearch, scriptedLedger } from '../../support/scripted-ledger.ts'

const SITE = v.parse(siteSchema(), { pageContext: 'on' })
const PAGE = { title: 'Pears', url: 'https://shop.example/pears', selection: '' }
const DRAWING = { strokes: [[1, 2, 'strokewordcanary']] }
const HINTS = ['What do they cost?', 'hintwordcanary']
const QUESTION = { id: crypto.randomUUID(), text: 'which?', page: PAGE, drawing: DRAWING }
/** Within it a pause is over, and the copy is written. */
const SOON = 15_000

const tomorrowNoon = new Date().setUTCHours(36, 0, 0, 0)
beforeEach(() => void vi.useFakeTimers({ now: tomorrowNoon, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

interface Asked extends TurnRequest {
  drawing?: unknown
}

const PARTS: PartNames = { question: ['page', 'drawing'], answer: ['hints'] }

async function session(test: (session: Awaited<ReturnType<typeof begin>>) => Promise<void>): Promise<void> {
  const holder = { site: 'demo', session: crypto.randomUUID(), issuedAt: 0 }
  await runInDurableObject(env.SESSIONS.getByName(`demo:${holder.session}`), async (_instance, { storage }) => {
    await test(await begin(storage, holder))
    await storage.deleteAll()
  })
}

async function begin(storage: DurableObjectStorage, holder: { site: string; session: string; issuedAt: number }) {
  let hints: object = { hints: HINTS }
  const upstream: Upstream = async function* ({ messages }) {
    const completion = { ...noCompletion(), finishReason: 'stop' }
    yield { text: `answer ${messages.length}`, completion }
    yield { text: '', completion, parts: hints }
  }
  const search = scriptedSearch()
  const born = (partNames?: PartNames) =>
    new SessionObject({
      storage,
      upstream,
      historyCopies: kvHistoryCopies(env.HISTORY),
      ledgers: () => scriptedLedger(),
      transcriptSearches: () => search,
      dearestOf: () => ({ input: 1, output: 2 }),
      quoteOf: ({ model }) => ({ provider: null, model, price: null }),
      log: () => {},
      restart: () => {},
      ...(partNames && { partNames }),
    })
  let object = born(PARTS)
  const run = (order: SessionCommand) => object.run({ holder, order })
  const request = new Request('https://worker.example/')
  const visit = { request: 'r', since: 0, readableBy: null }
  const owner = transcriptRoutes({
    log: () => {},
    sites: { read: async () => SITE },
    historyCopies: kvHistoryCopies(env.HISTORY),
    transcriptSearches: () => ({ ...search, standings: async () => ['listed'] }),
    send: () => Promise.reject(new Error('nobody is sent there')),
  })
  return {
    storage,
    search,
    run,
    ask: async (question: Asked) => readEvents(await run({ do: 'ask', site: SITE, question })),
    turns: async () => (await (await run({ do: 'history' })).json<SessionView>()).turns,
    answerWith: (parts: object) => (hints = parts),
    async pause() {
      vi.setSystemTime(Date.now() + SOON)
      await object.alarm()
    },
    /** Another object, as after a crash; one that does not know the parts, as an earlier release does. */
    restart: (partNames: PartNames | undefined = PARTS) => void (object = born(partNames)),
    restartEarlier: () => void (object = born()),
    copy: () => env.HISTORY.get(`history:demo:${holder.session}`, 'text'),
    transcript: async () =>
      (await owner.readTranscript({ request, visit, site: 'demo', session: holder.session })).json<Transcript>(),
  }
}

const WHOLE = { question: 'which?', page: PAGE, drawing: DRAWING, answer: 'answer 2', hints: HINTS }

test('a part is stored, sent, copied, indexed, read back, shown to the owner, and deleted', () =>
  session(async ({ storage, search, ask, run, turns, pause, restart, copy, transcript }) => {
    const heard = await ask(QUESTION)
    expect(heard.at(-1)).toMatchObject({ event: 'done', data: { hints: HINTS, turn: { state: 'complete' } } })
    const before = await turns()
    expect(before).toMatchObject([WHOLE])

    restart()
    expect(await turns()).toEqual(before)
    const [snapshot] = await readEvents(await run({ do: 'resume', id: QUESTION.id, after: null }))
    expect(snapshot).toMatchObject({ event: 'snapshot', data: { turn: WHOLE } })

    await pause()
    expect(JSON.parse((await copy()) ?? '')).toMatchObject({ turns: [WHOLE] })
    expect(search.filings).toMatchObject([{ turns: [WHOLE] }])
    expect((await transcript()).turns).toMatchObject([WHOLE])

    await storage.deleteAll()
    restart()
    expect(await turns()).toEqual(before)

    await run({ do: 'forget' })
    expect(await copy()).toBeNull()
    const tables = storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray()
    const rows = tables
      .filter(({ name }) => !name.startsWith('_cf_'))
      .flatMap(({ name }) => storage.sql.exec(`SELECT * FROM "${name}"`).toArray())
    expect(JSON.stringify([rows, [...(await storage.list())]])).not.toMatch(
      /strokewordcanary|hintwordcanary|shop\.example/,
    )
  }))

test('another attempt has the question’s parts and the answer’s own; the earlier one keeps its parts', () =>
  session(async ({ ask, run, turns, answerWith, storage, pause, restart }) => {
    await ask(QUESTION)
    answerWith({})
    await readEvents(await run({ do: 'retry', site: SITE, id: QUESTION.id, attempt: 2, text: 'which of them?' }))
    const [turn] = await turns()
    expect(turn).toMatchObject({
      question: 'which of them?',
      drawing: DRAWING,
      earlierAttempts: [{ question: 'which?', hints: HINTS }],
    })
    expect(turn).not.toHaveProperty('hints')
    await pause()
    await storage.deleteAll()
    restart()
    expect(await turns()).toEqual([turn])
  }))

test('the same id with a different part is a different question; the page that sends it is not part of it', () =>
  session(async ({ ask, turns }) => {
    await ask(QUESTION)
    await expect(ask({ ...QUESTION, drawing: { strokes: [[9]] } })).rejects.toMatchObject({ code: 'turn_conflict' })
    const { drawing: _, ...without } = QUESTION
    await expect(ask(without)).rejects.toMatchObject({ code: 'turn_conflict' })
    expect((await ask({ ...QUESTION, page: { ...PAGE, title: 'Plums' } })).at(-1)?.event).toBe('done')
    expect(await turns()).toHaveLength(1)
  }))

test('a release that does not know a part shows it from its own tables, and reads a copy without it', () =>
  session(async ({ ask, turns, pause, storage, restartEarlier }) => {
    await ask(QUESTION)
    await pause()
    restartEarlier()
    expect(await turns()).toMatchObject([WHOLE])
    await storage.deleteAll()
    restartEarlier()
    const [turn] = await turns()
    expect(turn).toMatchObject({ question: 'which?', page: PAGE, answer: 'answer 2' })
    expect(turn).not.toHaveProperty('drawing')
  }))

test('a plain question and answer are stored and sent as before parts existed', () =>
  session(async ({ run, turns, storage, answerWith }) => {
    answerWith({})
    const question = { id: crypto.randomUUID(), text: 'why?' }
    const heard = await readEvents(await run({ do: 'ask', site: SITE, question }))
    expect(Object.keys(heard.at(-1)?.data ?? {})).toEqual(['turn'])
    const names = `id seq attempt state failure personaVersion createdAt attemptedAt provider completionId model created
      finishReason usage question page answer earlierAttempts feedback lastEventId`.split(/\s+/)
    expect(Object.keys((await turns())[0] ?? {}).toSorted()).toEqual(names.toSorted())
    const stored = storage.sql.exec(
      'SELECT page, turns.parts AS asked, attempts.parts AS answered FROM turns JOIN attempts',
    )
    expect(stored.toArray()).toEqual([{ page: null, asked: null, answered: null }])
  }))

test('the page stays where the previous release reads it', () =>
  session(async ({ ask, storage, turns, restart }) => {
    await ask(QUESTION)
    const [row] = storage.sql.exec<{ page: string; parts: string }>('SELECT page, parts FROM turns').toArray()
    expect([JSON.parse(row?.page ?? ''), JSON.parse(row?.parts ?? '')]).toEqual([PAGE, { drawing: DRAWING }])
    // As that release has it.
    storage.sql.exec('ALTER TABLE turns DROP COLUMN parts; ALTER TABLE attempts DROP COLUMN parts')
    restart()
    const [turn] = await turns()
    expect(turn).toMatchObject({ question: 'which?', page: PAGE, answer: 'answer 2' })
    expect(turn).not.toHaveProperty('hints')
  }))
