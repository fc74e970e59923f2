/** A site's ledger on the real storage of a real Durable Object: what it counts, and what it forgets. */
import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test, vi } from 'vitest'
import { latencyStep } from '../../../worker/limits/latency-step.ts'
import { LedgerObject } from '../../../worker/limits/ledger-object.ts'
import {
  ledgerClient,
  type DaySum,
  type UsageRecord,
  type SiteLedger,
  type SessionCursor,
} from '../../../worker/limits/ledger.ts'
import { seeded } from '../../support/sampling/seeded.ts'

const DAY = 24 * 60 * 60 * 1000
const NOON = Date.parse('2026-11-30T12:00:00Z')
/** Long after every test. */
const NEVER = Date.parse('2100-01-01T00:00:00Z')

const stubOf = (site: string) => env.LEDGERS.getByName(site)

/** The ledger of a site nobody else uses, through the Worker's own class. */
const ledgerOf = (site: string): SiteLedger =>
  ledgerClient((order) => stubOf(site).fetch('https://ledger/', { method: 'POST', body: JSON.stringify(order) }))
const newSite = () => `site-${crypto.randomUUID()}`

const entry = (over: Partial<UsageRecord> = {}): UsageRecord => ({
  seq: 1,
  attempt: 1,
  acceptedAt: NOON,
  personaVersion: 3,
  provider: 'openai',
  model: 'gpt-4.1-mini',
  state: 'complete',
  failure: null,
  spent: { promptTokens: 100, cachedTokens: 64, completionTokens: 20, reasoningTokens: 5, isEstimated: false },
  costMicroUsd: 47,
  firstWordMilliseconds: 420,
  wholeMilliseconds: 2100,
  ...over,
})

const record = (ledger: SiteLedger, session: string, entries: UsageRecord[], expiresAt = NEVER) =>
  ledger.record({ session, expiresAt, entries })

const everyDay = (ledger: SiteLedger) => ledger.days('0000-01-01', '9999-12-31')

const total = (days: readonly DaySum[], field: 'turns' | 'attempts' | 'promptTokens' | 'costMicroUsd'): number =>
  days.reduce((sum, day) => sum + day[field], 0)

describe('a day', () => {
  test('has everything there is to know about one answer', async () => {
    const ledger = ledgerOf(newSite())
    await record(ledger, 's', [entry()])
    expect(await everyDay(ledger)).toEqual([
      {
        day: '2026-11-30',
        personaVersion: 3,
        provider: 'openai',
        model: 'gpt-4.1-mini',
        sessions: 1,
        turns: 1,
        attempts: 1,
        promptTokens: 100,
        cachedTokens: 64,
        completionTokens: 20,
        reasoningTokens: 5,
        estimated: 0,
        costMicroUsd: 47,
        unpriced: 0,
        states: { complete: 1 },
        failures: {},
        firstWord: { attempts: 1, milliseconds: 420, histogram: [{ atMostMilliseconds: 500, attempts: 1 }] },
        whole: { attempts: 1, milliseconds: 2100, histogram: [{ atMostMilliseconds: 3000, attempts: 1 }] },
      },
    ])
  })

  test('is summed by persona version, provider, model, state and failure', async () => {
    const ledger = ledgerOf(newSite())
    await record(ledger, 's', [
      entry({ seq: 1 }),
      entry({ seq: 1, attempt: 2, state: 'stopped' }),
      entry({ seq: 2, state: 'failed', failure: 'upstream_timeout', firstWordMilliseconds: null }),
      entry({ seq: 3, state: 'interrupted', failure: 'answer_cut', costMicroUsd: null }),
      entry({ seq: 4, personaVersion: 4, spent: { ...entry().spent, isEstimated: true } }),
      entry({ seq: 5, model: 'o9' }),
      entry({ seq: 6, provider: 'elsewhere' }),
      entry({ seq: 7, provider: null, model: null, state: 'stopped', costMicroUsd: 0, firstWordMilliseconds: null }),
    ])
    const days = await everyDay(ledger)
    expect(
      days.map(({ personaVersion, provider, model, attempts }) => [personaVersion, provider, model, attempts]),
    ).toEqual([
      [3, null, null, 1],
      [3, 'elsewhere', 'gpt-4.1-mini', 1],
      [3, 'openai', 'gpt-4.1-mini', 4],
      [3, 'openai', 'o9', 1],
      [4, 'openai', 'gpt-4.1-mini', 1],
    ])
    expect(days[2]).toMatchObject({
      turns: 3,
      attempts: 4,
      states: { complete: 1, stopped: 1, failed: 1, interrupted: 1 },
      failures: { upstream_timeout: 1, answer_cut: 1 },
      costMicroUsd: 3 * 47,
      unpriced: 1,
      firstWord: { attempts: 3, milliseconds: 3 * 420 },
      whole: { attempts: 1, milliseconds: 2100 },
    })
    expect(days[4]?.estimated).toBe(1)
  })

  test('begins at midnight UTC, and a turn belongs to the day it was accepted on', async () => {
    const ledger = ledgerOf(newSite())
    const times = [
      '2026-11-30T23:59:59.999Z',
      '2026-12-01T00:00:00.000Z',
      // Another day in Shanghai, and in San Francisco.
      '2026-12-01T16:00:00.000Z',
      '2026-12-01T07:59:59.999Z',
      '2026-12-31T23:59:59.999Z',
      '2027-01-01T00:00:00.000Z',
      '2028-02-29T12:00:00.000Z',
    ]
    await record(
      ledger,
      's',
      times.map((time, index) => entry({ seq: index + 1, acceptedAt: Date.parse(time) })),
    )
    expect((await everyDay(ledger)).map(({ day, turns }) => [day, turns])).toEqual([
      ['2026-11-30', 1],
      ['2026-12-01', 3],
      ['2026-12-31', 1],
      ['2027-01-01', 1],
      ['2028-02-29', 1],
    ])
    expect((await ledger.days('2026-12-01', '2026-12-31')).map(({ day }) => day)).toEqual(['2026-12-01', '2026-12-31'])
  })

  test('sums 1,000 entries of 40 sessions exactly', async () => {
    const ledger = ledgerOf(newSite())
    const random = seeded(4)
    const expected = { turns: 0, promptTokens: 0, costMicroUsd: 0 }
    for (let session = 0; session < 40; session += 1) {
      const entries = Array.from({ length: 25 }, (_, index) => {
        const promptTokens = random.whole(1, 100_000)
        const costMicroUsd = random.whole(0, 10_000_000)
        expected.turns += 1
        expected.promptTokens += promptTokens
        expected.costMicroUsd += costMicroUsd
        return entry({
          seq: index + 1,
          acceptedAt: NOON + random.whole(0, 90) * DAY,
          model: random.pick(['a', 'b', 'c']),
          spent: { ...entry().spent, promptTokens },
          costMicroUsd,
        })
      })
      await record(ledger, `session-${session}`, entries)
    }
    const days = await everyDay(ledger)
    for (const field of ['turns', 'promptTokens', 'costMicroUsd'] as const) {
      expect(total(days, field)).toBe(expected[field])
    }
    const sessions = await ledger.sessions(null, 100)
    expect(sessions.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)).toBe(expected.costMicroUsd)
  })
})

describe('an entry', () => {
  test('sent ten times, in any order and to a restarted object, counts once', async () => {
    const site = newSite()
    const random = seeded(7)
    const entries = Array.from({ length: 12 }, (_, index) =>
      entry({ seq: 1 + Math.floor(index / 2), attempt: 1 + (index % 2), acceptedAt: NOON + index * DAY }),
    )
    await runInDurableObject(stubOf(site), async (_instance, { storage }) => {
      for (let time = 0; time < 10; time += 1) {
        const reborn = new LedgerObject(storage, () => {})
        const ledger = ledgerClient((order) => reborn.run(order))
        for (const one of entries.toSorted(() => random.next() - 0.5)) await record(ledger, 's', [one, one])
      }
    })
    const days = await everyDay(ledgerOf(site))
    expect(total(days, 'attempts')).toBe(12)
    expect(total(days, 'turns')).toBe(6)
    expect(days.every(({ firstWord }) => firstWord.attempts === 1)).toBe(true)
    expect(await ledgerOf(site).sessions(null, 10)).toMatchObject([
      { session: 's', turns: 6, attempts: 12, firstTurnAt: NOON, lastTurnAt: NOON + 11 * DAY, costMicroUsd: 12 * 47 },
    ])
  })

  test('of one session is separate from another’s', async () => {
    const ledger = ledgerOf(newSite())
    await record(ledger, 'one', [entry()])
    await record(ledger, 'other', [entry()])
    expect(total(await everyDay(ledger), 'turns')).toBe(2)
  })

  test('that cannot be written fails its whole request', async () => {
    const site = newSite()
    await runInDurableObject(stubOf(site), async (_instance, { storage }) => {
      const ledger = ledgerClient((order) => new LedgerObject(storage, () => {}).run(order))
      await expect(record(ledger, 's', [entry(), entry({ seq: 2, acceptedAt: Number.NaN })])).rejects.toThrow()
      expect(await everyDay(ledger)).toEqual([])
      expect(await ledger.sessions(null, 10)).toEqual([])
      await record(ledger, 's', [entry(), entry({ seq: 2 })])
      expect(total(await everyDay(ledger), 'turns')).toBe(2)
    })
  })
})

describe('sessions', () => {
  test('of 10,000 are listed page by page, the newest first: none twice, none missing, whatever changes meanwhile', () =>
    runInDurableObject(stubOf(newSite()), async (_instance, { storage }) => {
      const SESSIONS = 10_000
      const object = new LedgerObject(storage, () => {})
      const ledger = ledgerClient((order) => object.run(order))
      const random = seeded(9)
      let since = performance.now()
      for (let n = 0; n < SESSIONS; n += 1) {
        // Many at the same millisecond.
        await record(ledger, `session-${n}`, [entry({ acceptedAt: NOON + random.whole(0, 2000) })])
      }
      const wrote = performance.now() - since

      since = performance.now()
      const seen: SessionCursor[] = []
      let after: SessionCursor | null = null
      let pages = 0
      const moved = new Set<string>()
      for (;;) {
        const page: SessionCursor[] = await ledger.sessions(after, 100)
        pages += 1
        seen.push(...page)
        after = page.at(-1) ?? null
        if (!after) break
        // Somebody goes on chatting, seen or not yet seen: to the front with them.
        const session = `session-${random.whole(0, SESSIONS - 1)}`
        moved.add(session)
        await record(ledger, session, [entry({ seq: 2 + pages, acceptedAt: NOON + 10_000 + pages })])
      }
      const read = performance.now() - since
      console.log(
        `${SESSIONS} sessions: recorded in ${wrote.toFixed(0)} ms, listed in ${pages} pages in ${read.toFixed(0)} ms`,
      )
      expect(new Set(seen.map(({ session }) => session)).size).toBe(seen.length)
      const times = seen.map(({ lastTurnAt }) => lastTurnAt)
      expect(times).toEqual(times.toSorted((a, b) => b - a))
      const missing = SESSIONS - seen.length
      expect(missing).toBeLessThanOrEqual(moved.size)
      const again = new Set(seen.map(({ session }) => session))
      for (let n = 0; n < SESSIONS; n += 1) expect(again.has(`session-${n}`) || moved.has(`session-${n}`)).toBe(true)
    }))

  test('that are erased leave no trace of who they were; the sums stay', async () => {
    const site = newSite()
    const ledger = ledgerOf(site)
    await record(ledger, 'forgotten-one', [entry(), entry({ seq: 2 })])
    await record(ledger, 'other', [entry()])
    const before = await everyDay(ledger)
    await ledger.forget('forgotten-one')
    await ledger.forget('forgotten-one')
    expect((await ledger.sessions(null, 10)).map(({ session }) => session)).toEqual(['other'])
    expect(await everyDay(ledger)).toEqual(before)
    await runInDurableObject(stubOf(site), (_instance, { storage }) => {
      const tables = storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray()
      expect(tables.length).toBeGreaterThanOrEqual(4)
      const rows = tables.map(({ name }) => storage.sql.exec(`SELECT * FROM ${name}`).toArray())
      expect(JSON.stringify(rows)).not.toContain('forgotten-one')
      expect(JSON.stringify(rows)).toContain('other')
    })
  })

  test('are removed with their history', async () => {
    const site = newSite()
    const ledger = ledgerOf(site)
    await record(ledger, 'short', [entry()], Date.now() + 2 * DAY)
    await record(ledger, 'long', [entry()], Date.now() + 30 * DAY)
    vi.useFakeTimers({ now: Date.now() + 3 * DAY, toFake: ['Date'] })
    try {
      expect((await ledger.sessions(null, 10)).map(({ session }) => session)).toEqual(['long'])
      expect(await runDurableObjectAlarm(stubOf(site))).toBe(true)
    } finally {
      vi.useRealTimers()
    }
    await runInDurableObject(stubOf(site), async (_instance, { storage }) => {
      expect(storage.sql.exec('SELECT session FROM sessions').toArray()).toEqual([{ session: 'long' }])
      expect(storage.sql.exec('SELECT session FROM counted').toArray()).toEqual([{ session: 'long' }])
      expect(await storage.getAlarm()).toBeGreaterThan(Date.now() + 29 * DAY)
    })
    expect(total(await everyDay(ledger), 'turns')).toBe(2)
  })
})

test('the histogram steps grow by at most two thirds, without end', () => {
  const waits = [0, 1, 100, 101, 150, 299, 300, 701, 999, 1000, 1001, 7000, 7001, 59_999, 600_000, 86_400_000]
  expect(waits.map(latencyStep)).toEqual([
    100, 100, 100, 150, 150, 300, 300, 1000, 1000, 1000, 1500, 7000, 10_000, 70_000, 700_000, 100_000_000,
  ])
})
