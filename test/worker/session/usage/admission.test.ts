/** What a session asks its site's ledger for, and when; what becomes of a question meanwhile. */
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../../protocol/failure.ts'
import { siteSchema, type Site } from '../../../../protocol/site.ts'
import type { LeaseAnswer, LeaseRequest } from '../../../../worker/limits/ledger.ts'
import { NO_LIMITS, plus, NOTHING } from '../../../../worker/limits/limits.ts'
import { simulate, type Simulation } from '../../support/simulated-session.ts'

const siteWith = (over: Partial<Site>): Site => v.parse(siteSchema(), { ...NO_LIMITS, ...over })
const uuid = () => crypto.randomUUID()
const granted = ({ need }: LeaseRequest, turns: number): LeaseAnswer => ({
  is: 'granted',
  amount: plus(NOTHING, need, turns),
  isCheaper: false,
  isPlenty: turns > 1,
})

/** A session on a site with a limit, whose ledger grants so many turns at a time. */
const limited = (seed: number, over: Partial<Site>, test: (simulation: Simulation) => Promise<void>) =>
  simulate(seed, async (simulation) => {
    simulation.site = siteWith(over)
    simulation.visitor = '2026-11-30 somebody'
    await test(simulation)
  })

async function talk(simulation: Simulation, text: string, id = uuid()): Promise<string> {
  const page = await simulation.ask(id, text)
  await simulation.until(() => page.closed)
  return page.text
}

const refusal = async (asking: Promise<unknown>) => {
  const error: Failure = await asking.then(
    () => Promise.reject(new Error('it was answered')),
    (error: Failure) => error,
  )
  return { code: error.code, param: error.param, retryAfterSeconds: error.retryAfterSeconds }
}

describe('the ledger', () => {
  test('is asked less often than once per turn, and while nobody waits', () =>
    limited(1, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      for (let turn = 1; turn <= 20; turn += 1) {
        await talk(simulation, `question ${turn}`)
        await simulation.pass(4000)
      }
      expect(simulation.requests).toHaveLength(20)
      // For the first question; then ahead, when the one before has used up the last.
      expect(ledger.wishes.map(({ isAhead }) => isAhead)).toEqual([false, true, true])
    }))

  test('is asked when the panel opens, so that the first question does not wait', () =>
    limited(2, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger, site, visitor } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      await simulation.run({ do: 'history', site, visitor })
      await simulation.until(() => ledger.wishes.length > 0)
      expect(ledger.wishes).toMatchObject([{ isAhead: true, visitor }])
      ledger.fails = 'before'
      expect(await talk(simulation, 'hello?')).toBe('ok')
      expect(ledger.wishes).toHaveLength(1)
    }))

  test('is not asked on a site that has only the session’s own limits', () =>
    limited(3, { turnsPerSession: 10, tokensPerSession: 100_000 }, async (simulation) => {
      await simulation.run({ do: 'history', site: simulation.site })
      for (let turn = 1; turn <= 3; turn += 1) await talk(simulation, 'hello?')
      expect(simulation.ledger.wishes).toEqual([])
    }))

  test('is asked again for another visitor, and for other settings', () =>
    limited(4, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      await talk(simulation, 'one')
      simulation.visitor = '2026-11-30 on the train'
      await talk(simulation, 'two')
      simulation.site = { ...simulation.site, version: 2 }
      await talk(simulation, 'three')
      expect(ledger.wishes.map(({ visitor }) => visitor)).toEqual([
        '2026-11-30 somebody',
        '2026-11-30 on the train',
        '2026-11-30 on the train',
      ])
      expect(new Set(ledger.wishes.map(({ lease }) => lease)).size).toBe(3)
    }))

  test('learns from the lease what was used, and by whom', () =>
    limited(5, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger, visitor } = simulation
      await talk(simulation, 'one')
      simulation.visitor = '2026-11-30 on the train'
      await talk(simulation, 'two')
      await simulation.pass(15_000)
      expect(ledger.recordings.map(({ visitors }) => visitors)).toEqual([[visitor], [simulation.visitor]])
      // And forgets it: neither the session nor its history copy says who asked.
      expect(simulation.storage.sql.exec('SELECT visitor, claim FROM receipts').toArray()).toEqual([
        { visitor: null, claim: null },
        { visitor: null, claim: null },
      ])
      expect(JSON.stringify(simulation.kv.settled(simulation.copyKey))).not.toContain('somebody')
    }))
})

describe('a ledger that cannot be reached', () => {
  test('closes the chat, and loses and doubles nothing', () =>
    limited(6, { turnsPerDay: 1000 }, async (simulation) => {
      simulation.ledger.fails = 'before'
      const id = uuid()
      for (let tries = 0; tries < 3; tries += 1) {
        expect(await refusal(simulation.ask(id, 'is anybody there?'))).toMatchObject({
          code: 'session_unavailable',
          retryAfterSeconds: 2,
        })
      }
      expect(await simulation.turns()).toEqual([])
      expect(simulation.requests).toEqual([])
      simulation.ledger.fails = null
      expect(await talk(simulation, 'is anybody there?', id)).toBe('ok')
      expect(simulation.requests).toHaveLength(1)
    }))

  test('that granted a lease anyway is asked for another one', () =>
    limited(7, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      ledger.fails = 'after'
      expect(await refusal(simulation.ask(uuid(), 'lost?'))).toMatchObject({ code: 'session_unavailable' })
      ledger.fails = null
      await talk(simulation, 'lost?')
      const [first, second] = ledger.wishes
      expect(second?.lease).toBeGreaterThan(first?.lease ?? Infinity)
    }))
})

describe('while the ledger is being asked', () => {
  const waiting = (simulation: Simulation) => {
    let go = () => {}
    const gone = new Promise<void>((resolve) => (go = resolve))
    simulation.ledger.leased = async (wish) => {
      await gone
      return granted(wish, 8)
    }
    return () => go()
  }

  test('the same question sent ten times is one turn', () =>
    limited(8, { turnsPerDay: 1000 }, async (simulation) => {
      const go = waiting(simulation)
      const id = uuid()
      const pages = Array.from({ length: 10 }, () => simulation.ask(id, 'once'))
      await simulation.pass(1000)
      go()
      const said = await Promise.all(pages)
      await simulation.until(() => said.every(({ closed }) => closed))
      expect(said.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, () => 'ok'))
      expect(simulation.requests).toHaveLength(1)
      expect(simulation.ledger.wishes).toHaveLength(1)
      expect(await simulation.turns()).toHaveLength(1)
    }))

  test('questions keep their order, and no more are accepted than there is room for', () =>
    limited(9, { turnsPerDay: 1000 }, async (simulation) => {
      const go = waiting(simulation)
      const asked = ['one', 'two', 'three', 'four'].map((text) => simulation.ask(uuid(), text))
      const fourth = refusal(asked[3] ?? Promise.resolve())
      await simulation.pass(1000)
      go()
      const pages = await Promise.all(asked.slice(0, 3))
      expect(await fourth).toMatchObject({ code: 'busy' })
      await simulation.until(() => pages.every(({ closed }) => closed))
      expect((await simulation.turns()).map(({ question }) => question)).toEqual(['one', 'two', 'three'])
    }))

  test('a retry sent twice is one attempt', () =>
    limited(10, { turnsPerDay: 1000 }, async (simulation) => {
      const id = uuid()
      await talk(simulation, 'why?', id)
      const go = waiting(simulation)
      const again = [simulation.retry(id, 2, null), simulation.retry(id, 2, null)]
      await simulation.pass(1000)
      go()
      const pages = await Promise.all(again)
      await simulation.until(() => pages.every(({ closed }) => closed))
      expect(simulation.requests).toHaveLength(2)
      expect(await simulation.turns()).toMatchObject([{ attempt: 2, state: 'complete' }])
    }))

  test('a visitor who is erased has not asked', () =>
    limited(11, { turnsPerDay: 1000 }, async (simulation) => {
      const go = waiting(simulation)
      const asked = refusal(simulation.ask(uuid(), 'forget this'))
      await simulation.pass(1000)
      await simulation.run({ do: 'forget' })
      go()
      expect(await asked).toMatchObject({ code: 'session_forgotten' })
      await simulation.until(() => simulation.ledger.forgotten.length > 0)
      expect(simulation.requests).toEqual([])
      expect(simulation.storage.kv.get('lease')).toBeUndefined()
    }))
})

describe('a refusal', () => {
  const end = Date.parse('2026-12-01T00:00:00Z')

  test.for([
    ['turnsPerDay', 'site_limit_reached'],
    ['tokensPerVisitorDay', 'visitor_limit_reached'],
  ] as const)('by %s leaves no turn, and the question may come again', ([limit, code]) =>
    limited(12, { [limit]: 1000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = () => ({ is: 'reached', limit, resetsAt: Date.now() + 3_600_000 })
      const id = uuid()
      expect(await refusal(simulation.ask(id, 'now?'))).toEqual({ code, param: limit, retryAfterSeconds: 3600 })
      expect(await simulation.turns()).toEqual([])
      ledger.leased = () => ({ is: 'promised', limit })
      expect(await refusal(simulation.ask(id, 'now?'))).toEqual({ code: 'busy', param: limit, retryAfterSeconds: 3 })
      ledger.leased = (wish) => granted(wish, 1)
      expect(await talk(simulation, 'now?', id)).toBe('ok')
    }),
  )

  test('is the owner’s message once per conversation, also for questions that come together', () =>
    limited(13, { turnsPerDay: 1000, fallbackMessage: 'Back tomorrow.' }, async (simulation) => {
      simulation.ledger.leased = () => ({ is: 'reached', limit: 'turnsPerDay', resetsAt: end })
      const asked = [simulation.ask(uuid(), 'one'), simulation.ask(uuid(), 'two')]
      const second = refusal(asked[1] ?? Promise.resolve())
      const page = await asked[0]
      await simulation.until(() => page?.closed === true)
      expect(page?.text).toBe('Back tomorrow.')
      expect(await second).toMatchObject({ code: 'site_limit_reached' })
      simulation.kill()
      expect(await refusal(simulation.ask(uuid(), 'three'))).toMatchObject({ code: 'site_limit_reached' })
      expect(simulation.requests).toEqual([])
      expect(await simulation.turns()).toMatchObject([
        { question: 'one', state: 'complete', finishReason: 'fallback', provider: null, model: null, usage: null },
      ])
      await simulation.pass(15_000)
      expect(simulation.ledger.entries()).toMatchObject([
        { state: 'complete', provider: null, spent: { promptTokens: 0, completionTokens: 0 }, costMicroUsd: 0 },
      ])
    }))

  test('by the visitor’s own limit does not show the owner’s message', () =>
    limited(14, { turnsPerVisitorDay: 5, fallbackMessage: 'Back tomorrow.' }, async (simulation) => {
      simulation.ledger.leased = () => ({ is: 'reached', limit: 'turnsPerVisitorDay', resetsAt: end })
      expect(await refusal(simulation.ask(uuid(), 'one'))).toMatchObject({ code: 'visitor_limit_reached' })
    }))
})

describe('the session’s own limits', () => {
  test('apply to turns on their way too, without a ledger', () =>
    limited(15, { turnsPerSession: 2 }, async (simulation) => {
      simulation.manners.set('slow', { words: Array.from({ length: 10 }, () => 'word '), pause: 100 })
      const [one, two] = [await simulation.ask(uuid(), 'slow'), await simulation.ask(uuid(), 'slow')]
      expect(await refusal(simulation.ask(uuid(), 'three'))).toMatchObject({ code: 'busy', param: 'turnsPerSession' })
      await simulation.until(() => one.closed && two.closed)
      expect(await refusal(simulation.ask(uuid(), 'three'))).toEqual({
        code: 'session_limit_reached',
        param: 'turnsPerSession',
        retryAfterSeconds: undefined,
      })
      // Also when the object’s storage was dropped: the history copy has the receipts.
      await simulation.pass(15_000)
      await simulation.drop()
      expect(await refusal(simulation.ask(uuid(), 'three'))).toMatchObject({ code: 'session_limit_reached' })
    }))
})

describe('a lease', () => {
  test('outlives the process, with what its turns have reserved', () =>
    limited(16, { turnsPerDay: 1000, tokensPerDay: 1_000_000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      simulation.manners.set('slow', { words: Array.from({ length: 50 }, () => 'word '), pause: 100 })
      await simulation.ask(uuid(), 'slow')
      await simulation.pass(1000)
      simulation.kill()
      await talk(simulation, 'again?')
      expect(ledger.wishes).toHaveLength(1)
      await simulation.pass(15_000)
      const [wish] = ledger.wishes
      const used = ledger.entries().reduce((sum, { spent }) => sum + spent.promptTokens + spent.completionTokens, 0)
      const { held } = ledger.recordings.at(-1) ?? {}
      expect(held).toEqual({
        lease: wish?.lease,
        amount: { turns: 6, tokens: 8 * (wish?.need.tokens ?? 0) - used, microUsd: expect.any(Number) },
      })
    }))

  test('is returned when the conversation pauses if much is left, and with the turn’s usage record if little is left', () =>
    limited(17, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      await talk(simulation, 'one')
      await simulation.pass(15_000)
      expect(ledger.recordings).toMatchObject([{ held: { amount: { turns: 7 } } }])
      await simulation.pass(150_000)
      expect(ledger.recordings.slice(1)).toMatchObject([{ entries: [], held: { amount: null } }])

      ledger.leased = (wish) => (wish.isAhead ? { is: 'promised', limit: null } : granted(wish, 1))
      await talk(simulation, 'two')
      await simulation.pass(15_000)
      // Asking ahead has counted it.
      expect(ledger.recordings.slice(2)).toMatchObject([{ entries: [{ seq: 2 }] }])
      expect(simulation.storage.kv.get('lease')).toBeUndefined()
      const { requests } = ledger
      await simulation.pass(300_000)
      expect(ledger.requests).toBe(requests)
    }))

  test('is returned when the ledger works again', () =>
    limited(18, { turnsPerDay: 1000 }, async (simulation) => {
      const { ledger } = simulation
      ledger.leased = (wish) => granted(wish, 8)
      await talk(simulation, 'one')
      await simulation.pass(15_000)
      ledger.fails = 'before'
      await simulation.pass(180_000)
      simulation.kill()
      ledger.fails = null
      await simulation.pass(70_000)
      expect(ledger.recordings.at(-1)).toMatchObject({ entries: [], held: { amount: null } })
      expect(simulation.storage.kv.get('lease')).toBeUndefined()
    }))

  test('for the cheaper model makes the cheaper model answer', () =>
    limited(19, { turnsPerDay: 1000, model: 'dear', cheaperModel: 'cheap' }, async (simulation) => {
      await talk(simulation, 'one')
      simulation.ledger.leased = ({ cheaperNeed }) => ({
        is: 'granted',
        amount: cheaperNeed,
        isCheaper: true,
        isPlenty: false,
      })
      await talk(simulation, 'two')
      expect(simulation.requests.map(({ model }) => model)).toEqual(['dear', 'cheap'])
    }))
})
