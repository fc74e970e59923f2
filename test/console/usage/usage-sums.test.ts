import { expect, test } from 'vitest'
import { usageCsv } from '../../../console/usage/usage-csv.ts'
import {
  byDay,
  byVersion,
  byWeek,
  cachedShare,
  changeOf,
  failedShare,
  spendOf,
  sumOf,
} from '../../../console/usage/usage-sums.ts'
import type { SiteUsage, UsageDay } from '../../../protocol/schemas/site-usage.ts'

const NO_WAITS = { attempts: 0, milliseconds: 0, histogram: [] }

const entry = (day: string, personaVersion: number, more: Partial<UsageDay> = {}): UsageDay => ({
  day,
  personaVersion,
  provider: 'p',
  model: 'm',
  sessions: 0,
  turns: 2,
  attempts: 3,
  promptTokens: 100,
  cachedTokens: 40,
  completionTokens: 20,
  reasoningTokens: 5,
  estimated: 0,
  costMicroUsd: 1500,
  unpriced: 0,
  states: { complete: 2, failed: 1 },
  failures: { upstream_timeout: 1 },
  firstWord: { attempts: 2, milliseconds: 160, histogram: [{ atMostMilliseconds: 100, attempts: 2 }] },
  whole: NO_WAITS,
  ...more,
})

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03']

/** Two versions on the first day; its three sessions stand in its first entry. */
const usage = {
  days: [
    entry('2026-11-01', 1, { sessions: 3 }),
    entry('2026-11-01', 2, { states: { complete: 3 }, failures: {} }),
    entry('2026-11-03', 2, { sessions: 1, failures: { answer_cut: 2 } }),
  ],
  feedback: [
    { day: '2026-11-02', personaVersion: 1, ups: 2, downs: 1 },
    { day: '2026-11-03', personaVersion: 2, ups: 1, downs: 0 },
  ],
}

test('every day of the range has a row; a day without entries has zeros', () => {
  const rows = byDay(usage, DAYS)
  expect(rows.map(({ day, turns, attempts }) => [day, turns, attempts])).toEqual([
    ['2026-11-01', 4, 6],
    ['2026-11-02', 0, 0],
    ['2026-11-03', 2, 3],
  ])
  expect(rows[1]).toMatchObject({ costMicroUsd: 0, states: {}, ups: 2, downs: 1 })
})

test('a session counts once per day, however many entries the day has', () => {
  expect(byDay(usage, DAYS).map(({ sessions }) => sessions)).toEqual([3, 0, 1])
  expect(sumOf(usage.days, usage.feedback).sessions).toBe(4)
})

test('versions have their own sums but no sessions, which belong to the day', () => {
  expect(
    byVersion(usage).map(({ personaVersion, turns, sessions, ups }) => [personaVersion, turns, sessions, ups]),
  ).toEqual([
    [1, 2, 0, 2],
    [2, 4, 0, 1],
  ])
})

test('states, failures and waits are summed by kind', () => {
  const sum = sumOf(usage.days, [])
  expect(sum.states).toEqual({ complete: 7, failed: 2 })
  expect(sum.failures).toEqual({ upstream_timeout: 1, answer_cut: 2 })
  expect(sum.firstWord).toEqual({
    attempts: 6,
    milliseconds: 480,
    histogram: [{ atMostMilliseconds: 100, attempts: 6 }],
  })
})

test('weeks add up to the same as their days', () => {
  const [first, second] = byWeek(usage, [['2026-11-01'], ['2026-11-02', '2026-11-03']])
  expect([first?.day, first?.turns, second?.day, second?.turns, second?.ups]).toEqual([
    '2026-11-01',
    4,
    '2026-11-02',
    2,
    3,
  ])
})

test('shares are of what exists, and empty where nothing exists', () => {
  const sum = sumOf(usage.days, usage.feedback)
  expect(cachedShare(sum)).toBe(0.4)
  expect(failedShare(sum)).toBeCloseTo(2 / 9)
  expect(cachedShare(sumOf([], []))).toBeNull()
})

test('a change is shown only if there is something to compare with', () => {
  expect(changeOf(150, 100)).toBe(0.5)
  expect(changeOf(0, 100)).toBe(-1)
  expect(changeOf(5, 0)).toBeNull()
  expect(changeOf(null, 100)).toBeNull()
})

const REFUSED: SiteUsage['refused'] = [
  { day: '2026-11-01', code: 'site_limit_reached', questions: 2 },
  { day: '2026-11-01', code: 'site_misconfigured', questions: 1 },
]

test('the file has a row per day, with money in dollars and empty cells where nobody waited', () => {
  const [head = '', ...rows] = usageCsv(byDay(usage, DAYS), REFUSED).split('\r\n')
  const cells = rows.map((row) =>
    Object.fromEntries(head.split(',').map((name, index) => [name, row.split(',')[index]])),
  )
  expect(rows.at(-1)).toBe('')
  expect(cells[0]).toMatchObject({
    day_utc: '2026-11-01',
    sessions: '3',
    turns: '4',
    cached_share: '0.4',
    refused: '3',
    cost_usd: '0.003000',
    first_word_median_ms: '50',
    whole_median_ms: '',
    failures: 'upstream_timeout=1',
  })
  expect(cells[1]).toMatchObject({ day_utc: '2026-11-02', refused: '0', turns: '0', cached_share: '', thumbs_up: '2' })
})

test('a spend is unknown if a price is unknown, whatever failed answers cost', () => {
  expect(spendOf({ costMicroUsd: 0, unpriced: 0 })).toBe(0)
  expect(spendOf({ costMicroUsd: 1500, unpriced: 2 })).toBe(1500)
  const unpriced = entry('2026-11-01', 1, { attempts: 3, unpriced: 2, costMicroUsd: 0 })
  expect(spendOf(sumOf([unpriced], []))).toBeNull()
  const [head = '', row = ''] = usageCsv(byDay({ ...usage, days: [unpriced] }, ['2026-11-01']), []).split('\r\n')
  expect(row.split(',')[head.split(',').indexOf('cost_usd')]).toBe('')
})
