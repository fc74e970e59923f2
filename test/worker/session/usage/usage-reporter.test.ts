/** What a session tells the ledger: everything, once, soon, and never in a turn's way. */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { siteSchema } from '../../../../protocol/site.ts'
import { kvHistoryCopies } from '../../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../../worker/session/session-object.ts'
import type { SessionRef, SessionCommand } from '../../../../worker/session/command.ts'
import { ledgerClient, type SiteLedgers } from '../../../../worker/limits/ledger.ts'
import { noCompletion } from '../../../../worker/providers/reply/completion.ts'
import { readEvents } from '../../support/read-events.ts'
import { ring } from '../../support/ring.ts'
import { noSearch } from '../../support/scripted-ledger.ts'
import { simulate, site, type Simulation } from '../../support/simulated-session.ts'

const SOON = 15_000
const DAY = 24 * 60 * 60 * 1000
const uuid = () => crypto.randomUUID()

async function chat(simulation: Simulation, turns: number, pause = 300): Promise<void> {
  const first = (await simulation.turns()).length
  for (let turn = first; turn < first + turns; turn += 1) {
    simulation.manners.set(`question ${turn}`, { words: ['one ', 'two ', 'three'], pause: 100 })
    const page = await simulation.ask(uuid(), `question ${turn}`)
    await simulation.until(() => page.closed)
    await simulation.pass(pause)
  }
}

const seqs = ({ ledger }: Simulation) => ledger.entries().map(({ seq }) => seq)

describe('a turn', () => {
  test('reaches the ledger with its tokens, cost and waits', () =>
    simulate(1, async (simulation) => {
      await chat(simulation, 1)
      expect(simulation.ledger.requests).toBe(0)
      await simulation.pass(SOON)
      expect(simulation.ledger.recordings).toMatchObject([{ session: simulation.holder.session }])
      const [entry] = simulation.ledger.entries()
      const { promptTokens = 0, completionTokens = 0 } = entry?.spent ?? {}
      expect(promptTokens).toBeGreaterThan(10)
      expect(entry).toMatchObject({
        seq: 1,
        attempt: 1,
        personaVersion: 0,
        model: 'm',
        state: 'complete',
        failure: null,
        spent: { completionTokens: 4, isEstimated: true },
        // The simulation's price is 1 and 2 USD per million tokens.
        costMicroUsd: promptTokens + 2 * completionTokens,
        firstWordMilliseconds: 100,
        wholeMilliseconds: 300,
      })
    }))

  test('is in the ledger at most 15 s after its end, and a chat takes few requests', () =>
    simulate(2, async (simulation) => {
      for (let turn = 1; turn <= 20; turn += 1) {
        await chat(simulation, 1, simulation.random.whole(100, 6000))
        const due = Date.now() - SOON
        const late = (await simulation.turns()).filter(({ createdAt }) => Date.parse(createdAt) + 300 < due)
        expect(late.every(({ seq }) => seqs(simulation).includes(seq))).toBe(true)
      }
      await simulation.pass(SOON)
      expect(seqs(simulation)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
      expect(simulation.ledger.requests).toBeLessThanOrEqual(10)
    }))

  test('has its usage record in KV, for the owner; its visitor sees the API’s token counts and no cost', () =>
    simulate(3, async (simulation) => {
      const response = await simulation.run({ do: 'ask', site, question: { id: uuid(), text: 'how much?' } })
      const said = readEvents(response)
      await simulation.pass(SOON)
      expect(simulation.kv.settled(simulation.copyKey)).toMatchObject({ receipts: simulation.ledger.entries() })
      const seen = JSON.stringify([await simulation.turns(), await said])
      expect(seen).toContain('usage')
      for (const hidden of ['cost', 'MicroUsd', 'spent', 'Milliseconds']) expect(seen).not.toContain(hidden)
    }))

  test('that was stopped or broke off is counted; one that was never asked is not', () =>
    simulate(4, async (simulation) => {
      const words = Array.from({ length: 50 }, (_, word) => `word${word} `)
      simulation.manners.set('stop me', { words, pause: 100 })
      simulation.manners.set('die', { words, pause: 100, diesAfter: 5 })
      simulation.manners.set('die at once', { words, pause: 100, diesAfter: 0 })
      const [stopped, waiting] = [uuid(), uuid()]
      await simulation.ask(stopped, 'stop me')
      await simulation.ask(waiting, 'never asked')
      await simulation.run({ do: 'stop', id: waiting })
      await simulation.pass(1050)
      await simulation.run({ do: 'stop', id: stopped })
      for (const question of ['die', 'die at once']) {
        const page = await simulation.ask(uuid(), question)
        await simulation.until(() => page.closed)
      }
      await simulation.pass(SOON)
      const bySeq = simulation.ledger.entries().toSorted((a, b) => a.seq - b.seq)
      expect(bySeq).toMatchObject([
        { state: 'stopped', model: 'm', spent: { isEstimated: true }, firstWordMilliseconds: 100 },
        { state: 'stopped', model: null, spent: { promptTokens: 0, isEstimated: false }, costMicroUsd: 0 },
        { state: 'interrupted', failure: 'answer_cut', spent: { isEstimated: true } },
        { state: 'failed', failure: 'answer_cut', spent: { promptTokens: 0 }, firstWordMilliseconds: null },
      ])
      for (const entry of [bySeq[0], bySeq[2]]) {
        expect(entry?.spent.promptTokens).toBeGreaterThan(10)
        expect(entry?.spent.completionTokens).toBeGreaterThanOrEqual(5)
        expect(entry?.costMicroUsd).toBeGreaterThan(20)
      }
    }))

  test('that a crash interrupted is in the ledger with its prompt and the text at its checkpoint', () =>
    simulate(5, async (simulation) => {
      const words = Array.from({ length: 50 }, (_, word) => `word${word} `)
      simulation.manners.set('long', { words, pause: 100 })
      await simulation.ask(uuid(), 'long')
      await simulation.pass(2000)
      simulation.kill()
      await simulation.pass(SOON)
      const [entry, ...more] = simulation.ledger.entries()
      expect(more).toEqual([])
      expect(entry).toMatchObject({
        state: 'interrupted',
        model: 'm',
        spent: { isEstimated: true },
        firstWordMilliseconds: null,
        wholeMilliseconds: null,
      })
      expect(entry?.spent.promptTokens).toBeGreaterThan(10)
      expect(entry?.spent.completionTokens).toBeGreaterThan(10)
    }))

  test('that is retried counts again, on the day of the retry', () =>
    simulate(6, async (simulation) => {
      const id = uuid()
      const page = await simulation.ask(id, 'why?')
      await simulation.until(() => page.closed)
      await simulation.pass(SOON)
      await simulation.jump(2 * DAY)
      const again = await simulation.retry(id, 2, null)
      await simulation.until(() => again.closed)
      await simulation.pass(SOON)
      const [first, second] = simulation.ledger.entries()
      expect([first?.attempt, second?.attempt]).toEqual([1, 2])
      expect((second?.acceptedAt ?? 0) - (first?.acceptedAt ?? 0)).toBeGreaterThan(2 * DAY)
    }))
})

describe.for(['before', 'after'] as const)('a ledger that fails %s it has counted', (fails) => {
  test('breaks and delays nothing, and has everything when it works again', () =>
    simulate(7, async (simulation) => {
      simulation.ledger.fails = fails
      await chat(simulation, 8, 4000)
      expect((await simulation.turns()).every(({ state }) => state === 'complete')).toBe(true)
      // Retries come ever more slowly, and the history copy is written all the same.
      await simulation.pass(300_000)
      expect(simulation.ledger.requests).toBeLessThan(25)
      expect(simulation.kv.settled(simulation.copyKey)).toMatchObject({ turns: await simulation.turns() })
      simulation.kill()
      simulation.ledger.fails = null
      await simulation.pass(70_000)
      expect(seqs(simulation).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      expect(simulation.ledger.entries().map(({ wholeMilliseconds }) => wholeMilliseconds)).toEqual(
        Array.from({ length: 8 }, () => 300),
      )
      const { requests } = simulation.ledger
      await simulation.pass(300_000)
      expect(simulation.ledger.requests).toBe(requests)
    }))
})

describe('forget me', () => {
  const receipts = ({ storage }: Simulation) => storage.sql.exec('SELECT * FROM receipts').toArray()

  test('counts what was used, including an answer on its way; then the ledger erases the session', () =>
    simulate(8, async (simulation) => {
      await chat(simulation, 1)
      simulation.manners.set('long', { words: Array.from({ length: 50 }, () => 'word '), pause: 100 })
      await simulation.ask(uuid(), 'long')
      await simulation.pass(1000)
      await simulation.run({ do: 'forget' })
      // The visitor does not wait for the ledger.
      await simulation.until(() => simulation.ledger.forgotten.length > 0)
      expect(simulation.ledger.entries()).toMatchObject([
        { seq: 1, state: 'complete' },
        { seq: 2, state: 'stopped', failure: null, spent: { isEstimated: true } },
      ])
      expect(simulation.ledger.forgotten).toEqual([simulation.holder.session])
      expect(receipts(simulation)).toEqual([])
      await simulation.pass(120_000)
      expect(simulation.ledger.forgotten).toHaveLength(1)
    }))

  test('is remembered while the ledger fails, even after a crash', () =>
    simulate(9, async (simulation) => {
      await chat(simulation, 2)
      simulation.ledger.fails = 'before'
      await simulation.run({ do: 'forget' })
      expect(simulation.kv.settled(simulation.copyKey)).toBeNull()
      await simulation.pass(20_000)
      simulation.kill()
      await simulation.pass(20_000)
      expect(simulation.ledger.entries()).toEqual([])
      simulation.ledger.fails = null
      await simulation.pass(70_000)
      expect(seqs(simulation)).toEqual([1, 2])
      expect(simulation.ledger.forgotten).toEqual([simulation.holder.session])
      expect(receipts(simulation)).toEqual([])
    }))
})

test('a session whose storage was dropped gets its usage records back from KV, and does not count them again', () =>
  simulate(10, async (simulation) => {
    await chat(simulation, 2)
    await simulation.pass(SOON)
    await simulation.drop()
    await chat(simulation, 1)
    await simulation.pass(SOON)
    expect(seqs(simulation)).toEqual([1, 2, 3])
    expect(simulation.ledger.recordings.at(-1)?.entries).toHaveLength(1)
    expect(simulation.kv.settled(simulation.copyKey)).toMatchObject({ receipts: simulation.ledger.entries() })
  }))

describe('the real ledger', () => {
  const ledgers: SiteLedgers = (name) =>
    ledgerClient((order) =>
      env.LEDGERS.getByName(name).fetch('https://ledger/', { method: 'POST', body: JSON.stringify(order) }),
    )
  const newHolder = (): SessionRef => ({
    site: `site-${uuid()}`,
    session: uuid(),
    issuedAt: Date.now(),
  })
  const ask: SessionCommand = { do: 'ask', site: v.parse(siteSchema(), {}), question: { id: uuid(), text: 'where?' } }
  const later = async (then: () => Promise<unknown>) => {
    vi.useFakeTimers({ now: Date.now() + SOON, toFake: ['Date'] })
    await then().finally(() => vi.useRealTimers())
  }

  test('has the tokens and the cost of a turn', async () => {
    const holder = newHolder()
    await runInDurableObject(env.SESSIONS.getByName(`${holder.site}:${holder.session}`), async (_own, { storage }) => {
      const usage = { prompt_tokens: 1000, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 600 } }
      const object = new SessionObject({
        storage,
        historyCopies: kvHistoryCopies(env.HISTORY),
        ledgers,
        transcriptSearches: () => noSearch,
        dearestOf: () => ({ input: 1, output: 2 }),
        quoteOf: () => ({ provider: 'p', model: 'm', price: { input: 0.4, cachedInput: 0.1, output: 1.6 } }),
        async *upstream() {
          yield { text: 'here', completion: { ...noCompletion(), finishReason: 'stop', usage } }
        },
        log: () => {},
        restart: () => {},
      })
      await readEvents(await object.run({ holder, order: ask }))
      await later(() => object.alarm())
      await storage.deleteAll()
    })
    const expected = { turns: 1, promptTokens: 1000, cachedTokens: 600, completionTokens: 50, estimated: 0 }
    expect(await ledgers(holder.site).days('0000-01-01', '9999-12-31')).toMatchObject([
      { ...expected, provider: 'p', model: 'm', states: { complete: 1 }, costMicroUsd: 160 + 60 + 80, unpriced: 0 },
    ])
    expect(await ledgers(holder.site).sessions(null, 10)).toMatchObject([
      { ...expected, session: holder.session, costMicroUsd: 300 },
    ])
  })

  test('has a turn that the Worker’s own objects answered, and erases its session', async () => {
    const holder = newHolder()
    const stub = env.SESSIONS.getByName(`${holder.site}:${holder.session}`)
    const send = (order: SessionCommand) =>
      stub.fetch('https://session/', { method: 'POST', body: JSON.stringify({ holder, order }) })
    await readEvents(await send(ask))
    await later(() => ring(stub))
    const ledger = ledgers(holder.site)
    const days = await ledger.days('0000-01-01', '9999-12-31')
    expect(days).toMatchObject([{ turns: 1, states: { complete: 1 }, estimated: 1, whole: { attempts: 1 } }])
    expect(days[0]?.promptTokens).toBeGreaterThan(10)
    expect(days[0]?.completionTokens).toBeGreaterThan(5)
    expect(await ledger.sessions(null, 10)).toMatchObject([{ session: holder.session, turns: 1 }])

    expect((await send({ do: 'forget' })).status).toBe(204)
    await later(() => ring(stub))
    expect(await ledger.sessions(null, 10)).toEqual([])
    expect(await ledger.days('0000-01-01', '9999-12-31')).toEqual(days)
  })
})
