/** What a site's ledger reserves and refuses, on the real storage of a real Durable Object, at the times a test chooses. */
import { env, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as v from 'valibot'
import { siteSchema, type Site } from '../../../protocol/site.ts'
import type { LogEntry } from '../../../worker/base/log.ts'
import { LedgerObject } from '../../../worker/limits/ledger-object.ts'
import {
  LEASE_MILLISECONDS,
  ledgerClient,
  type UsageRecord,
  type SiteLedger,
  type LeaseRequest,
} from '../../../worker/limits/ledger.ts'
import { limitsOf, NO_LIMITS, NOTHING, type Amount, type Limits } from '../../../worker/limits/limits.ts'

/** Long after every test: an alarm that is set for the past rings at once, and by the real clock. */
const NOON = Date.parse('2096-11-30T12:00:00Z')
const DAY = 24 * 60 * 60 * 1000
const NEVER = Date.parse('2100-01-01T00:00:00Z')
const NEED: Amount = { turns: 1, tokens: 1000, microUsd: 500 }

function limits(over: Partial<Site>): Limits {
  const found = limitsOf(v.parse(siteSchema(), { ...NO_LIMITS, ...over }))
  if (!found) throw new Error('no limits')
  return found
}

interface Budgets {
  ledger: SiteLedger
  log: LogEntry[]
  storage: DurableObjectStorage
  alarm(): Promise<void>
  lease(session: string, over?: Partial<LeaseRequest>, entries?: UsageRecord[]): ReturnType<SiteLedger['lease']>
  /** A turn that used this, with what is left of a lease. */
  record(session: string, used: Amount, held?: { lease: number; amount: Amount | null }): Promise<void>
  at(time: number): void
}

const withBudgets = (of: Limits, test: (budgets: Budgets) => Promise<void>): Promise<void> =>
  runInDurableObject(env.LEDGERS.getByName(`budgets-${crypto.randomUUID()}`), async (_instance, { storage }) => {
    const log: LogEntry[] = []
    const object = new LedgerObject(storage, (line) => log.push(line))
    const ledger = ledgerClient((order) => object.run(order))
    let number = 0
    let seq = 0
    const self: Budgets = {
      ledger,
      log,
      storage,
      alarm: () => object.alarm(),
      lease: (session, over = {}, entries = []) =>
        ledger.lease(
          { session, expiresAt: NEVER, entries },
          {
            site: 'acme',
            lease: (number += 1),
            visitor: null,
            limits: of,
            carried: NOTHING,
            need: NEED,
            cheaperNeed: NEED,
            isAhead: false,
            ...over,
          },
        ),
      record: (session, used, held) =>
        ledger.record({
          session,
          expiresAt: NEVER,
          entries: [entry((seq += 1), used)],
          visitors: [`${new Date().toISOString().slice(0, 10)} visitor`],
          ...(held && { held }),
        }),
      at: (now) => void vi.useFakeTimers({ now, toFake: ['Date'] }),
    }
    self.at(NOON)
    await test(self)
    vi.useRealTimers()
    await storage.deleteAll()
  })

afterEach(() => void vi.useRealTimers())

const entry = (seq: number, { tokens, microUsd }: Amount): UsageRecord => ({
  seq,
  attempt: 1,
  acceptedAt: Date.now(),
  personaVersion: 1,
  provider: 'p',
  model: 'm',
  state: 'complete',
  failure: null,
  spent: { promptTokens: tokens, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0, isEstimated: false },
  costMicroUsd: microUsd,
  firstWordMilliseconds: 1,
  wholeMilliseconds: 1,
})

describe.for([
  ['turnsPerDay', 2, '2096-12-01T00:00:00.000Z'],
  ['tokensPerDay', 2000, '2096-12-01T00:00:00.000Z'],
  ['spendPerDay', 0.001, '2096-12-01T00:00:00.000Z'],
  ['turnsPerMonth', 2, '2096-12-01T00:00:00.000Z'],
  ['tokensPerMonth', 2000, '2096-12-01T00:00:00.000Z'],
  ['spendPerMonth', 0.001, '2096-12-01T00:00:00.000Z'],
  ['turnsPerVisitorDay', 2, '2096-12-01T00:00:00.000Z'],
  ['tokensPerVisitorDay', 2000, '2096-12-01T00:00:00.000Z'],
] as const)('%s', ([limit, most, resets]) => {
  const visitor = '2096-11-30 visitor'

  test('is reserved before it is used, refused when it is used up, and open again when its period is over', () =>
    withBudgets(limits({ [limit]: most }), async ({ lease, record, at }) => {
      for (const session of ['one', 'two']) expect(await lease(session, { visitor })).toMatchObject({ is: 'granted' })
      expect(await lease('three', { visitor })).toEqual({ is: 'promised', limit })
      await record('one', NEED, { lease: 1, amount: null })
      expect(await lease('three', { visitor })).toEqual({ is: 'promised', limit })
      await record('two', NEED, { lease: 2, amount: null })
      expect(await lease('three', { visitor })).toEqual({ is: 'reached', limit, resetsAt: Date.parse(resets) })
      at(Date.parse(resets) - 1)
      expect(await lease('three', { visitor })).toMatchObject({ is: 'reached' })
      at(Date.parse(resets))
      expect(await lease('three', { visitor: '2096-12-01 visitor' })).toMatchObject({ is: 'granted' })
    }))
})

test('one visitor’s limit does not affect another; nothing about visitors is left after their day', () =>
  withBudgets(limits({ turnsPerVisitorDay: 1 }), async ({ lease, record, alarm, storage, at }) => {
    await record('one', NEED)
    expect(await lease('one', { visitor: '2096-11-30 visitor' })).toMatchObject({ is: 'reached' })
    expect(await lease('two', { visitor: '2096-11-30 other' })).toMatchObject({ is: 'granted' })
    const rows = () => storage.sql.exec('SELECT visitor FROM visitors').toArray()
    expect(rows()).toEqual([{ visitor: '2096-11-30 visitor' }])
    // The alarm is set for the end of the day.
    expect(await storage.getAlarm()).toBe(Date.parse('2096-12-01T00:00:00Z'))
    at(NOON + DAY)
    await alarm()
    expect(rows()).toEqual([])
    expect(storage.sql.exec('SELECT * FROM leases').toArray()).toEqual([])
  }))

test('months end on their last day', () =>
  withBudgets(limits({ turnsPerMonth: 1 }), async ({ lease, record, at }) => {
    at(Date.parse('2096-02-01T00:00:00Z'))
    await record('one', NEED)
    for (const day of ['2096-02-01', '2096-02-28', '2096-02-29']) {
      at(Date.parse(`${day}T23:59:59Z`))
      expect(await lease('two')).toEqual({
        is: 'reached',
        limit: 'turnsPerMonth',
        resetsAt: Date.parse('2096-03-01T00:00:00Z'),
      })
    }
    at(Date.parse('2096-03-01T00:00:00Z'))
    expect(await lease('two')).toMatchObject({ is: 'granted' })
  }))

describe('a lease', () => {
  const of = limits({ turnsPerDay: 100 })
  const reserved = async ({ ledger }: Budgets) => (await ledger.budgets(of)).budgets[0]?.reserved

  test('covers several turns when much is left, and one near the limit', () =>
    withBudgets(of, async (self) => {
      const granted = async (session: string) => {
        const leased = await self.lease(session)
        return leased.is === 'granted' ? leased.amount.turns : 0
      }
      const amounts: number[] = []
      for (let n = 0; amounts.at(-1) !== 0; n += 1) amounts.push(await granted(`session-${n}`))
      expect(amounts.slice(0, 3)).toEqual([5, 4, 4])
      expect(amounts.at(-2)).toBe(1)
      expect(amounts.reduce((sum, turns) => sum + turns)).toBe(100)
    }))

  test('requested ahead is not granted when little is left', () =>
    withBudgets(of, async (self) => {
      expect(await self.lease('one', { isAhead: true })).toMatchObject({ is: 'granted', isPlenty: true })
      for (let n = 0; n < 90; n += 1) await self.record('used', NEED)
      expect(await self.lease('two', { isAhead: true })).toEqual({ is: 'promised', limit: null })
      expect(await self.lease('two')).toMatchObject({ is: 'granted', isPlenty: false, amount: { turns: 1 } })
    }))

  test('shrinks as usage records arrive, and not again when one is sent twice, late or from an earlier lease', () =>
    withBudgets(of, async (self) => {
      await self.lease('one')
      const left = (turns: number): Amount => ({ ...NOTHING, turns })
      await self.ledger.record({ session: 'one', expiresAt: NEVER, entries: [], held: { lease: 1, amount: left(4) } })
      await self.ledger.record({ session: 'one', expiresAt: NEVER, entries: [], held: { lease: 1, amount: left(2) } })
      expect(await reserved(self)).toBe(2)
      for (const amount of [left(4), left(2), left(2)]) {
        await self.ledger.record({ session: 'one', expiresAt: NEVER, entries: [], held: { lease: 1, amount } })
      }
      expect(await reserved(self)).toBe(2)
      await self.lease('one', { carried: left(1) })
      expect(await reserved(self)).toBe(1 + 4)
      // What was said of the first lease, once more.
      await self.ledger.record({ session: 'one', expiresAt: NEVER, entries: [], held: { lease: 1, amount: null } })
      expect(await reserved(self)).toBe(1 + 4)
      await self.ledger.record({ session: 'one', expiresAt: NEVER, entries: [], held: { lease: 2, amount: null } })
      expect(await reserved(self)).toBe(0)
    }))

  test('that was replaced by a later one changes nothing', () =>
    withBudgets(of, async (self) => {
      await self.lease('one', { lease: 7 })
      expect(await self.lease('one', { lease: 6, carried: NOTHING })).toEqual({ is: 'promised', limit: null })
      expect(await reserved(self)).toBe(5)
    }))

  test('expires when its session has died, and not before', () =>
    withBudgets(of, async (self) => {
      await self.lease('dead')
      self.at(NOON + LEASE_MILLISECONDS - 1)
      expect(await reserved(self)).toBe(5)
      self.at(NOON + LEASE_MILLISECONDS)
      expect(await reserved(self)).toBe(0)
      await self.lease('alive')
      await self.ledger.record({
        session: 'alive',
        expiresAt: NEVER,
        entries: [],
        held: { lease: 2, amount: { ...NOTHING, turns: 3 } },
      })
      self.at(NOON + 2 * LEASE_MILLISECONDS - 1)
      expect(await reserved(self)).toBe(3)
    }))

  test('disappears with an erased session; what it used stays used', () =>
    withBudgets(of, async (self) => {
      await self.lease('session-that-goes')
      await self.record('session-that-goes', NEED)
      await self.ledger.forget('session-that-goes')
      expect(await self.ledger.budgets(of)).toMatchObject({ budgets: [{ used: 1, reserved: 0 }] })
      const rows = self.storage.sql.exec('SELECT * FROM leases').toArray()
      expect(JSON.stringify(rows)).not.toContain('session-that-goes')
    }))
})

test('a lease counts the usage records sent with it once', () =>
  withBudgets(limits({ turnsPerDay: 1 }), async ({ lease }) => {
    expect(await lease('one')).toMatchObject({ is: 'granted' })
    const used = entry(1, NEED)
    expect(await lease('one', {}, [used, used])).toMatchObject({ is: 'reached' })
  }))

test('a turn that never reached a provider uses nothing', () =>
  withBudgets(limits({ turnsPerDay: 1 }), async ({ lease, ledger }) => {
    const unasked = { ...entry(1, NOTHING), provider: null, model: null }
    await ledger.record({ session: 'one', expiresAt: NEVER, entries: [unasked] })
    expect(await lease('one')).toMatchObject({ is: 'granted' })
  }))

test('usage from before there were limits counts', () =>
  withBudgets(limits({ tokensPerMonth: 1500 }), async ({ record, lease, storage }) => {
    for (let n = 0; n < 2; n += 1) await record('one', NEED)
    // As a ledger of an earlier version stands there.
    storage.sql.exec('DROP TABLE leases; DROP TABLE visitors; DROP TABLE warnings')
    const born = new LedgerObject(storage, () => {})
    const again = ledgerClient((order) => born.run(order))
    expect(await again.budgets(limits({ tokensPerMonth: 1500 }))).toMatchObject({
      step: 'closed',
      budgets: [{ used: 2000 }],
    })
    expect(await lease('one')).toMatchObject({ is: 'reached', limit: 'tokensPerMonth' })
  }))

describe('the ladder', () => {
  const of = limits({ spendPerDay: 0.01, turnsPerMonth: 1000, warnAt: 60, cheaperAt: 80, cheaperModel: 'cheap' })
  const cheaperNeed = { ...NEED, microUsd: 50 }
  const step = async ({ ledger }: Budgets) => (await ledger.budgets(of)).step

  test('applies in order, with one warning per budget and period', () =>
    withBudgets(of, async (self) => {
      const { lease, record, log, at } = self
      const used = (microUsd: number) => record('used', { ...NEED, microUsd })
      await used(5900)
      expect(await step(self)).toBe('open')
      expect(await lease('one')).toMatchObject({ is: 'granted', isCheaper: false, amount: { microUsd: 500 } })
      expect(log).toMatchObject([])
      await used(200)
      expect(await step(self)).toBe('warned')
      for (let n = 0; n < 3; n += 1) await lease('one')
      expect(log).toEqual([
        expect.objectContaining({
          event: 'budget',
          site: 'acme',
          limit: 'spendPerDay',
          period: '2096-11-30',
          percent: 60,
          used: 6100,
          most: 10_000,
        }),
      ])
      await used(2000)
      expect(await step(self)).toBe('cheaper')
      expect(await lease('one', { cheaperNeed })).toMatchObject({ isCheaper: true, amount: { microUsd: 50 } })
      await used(2000)
      expect(await step(self)).toBe('closed')
      expect(await lease('one')).toMatchObject({ is: 'reached', limit: 'spendPerDay' })
      expect(log).toHaveLength(1)
      at(NOON + DAY)
      expect(await step(self)).toBe('open')
      await used(9000)
      await lease('one')
      expect(log).toHaveLength(2)
    }))
})

test('a tiny limit is still a limit', () =>
  withBudgets(limits({ spendPerDay: 0.000_000_1 }), async ({ ledger }) => {
    expect(await ledger.budgets(limits({ spendPerDay: 0.000_000_1 }))).toMatchObject({ budgets: [{ most: 1 }] })
  }))
