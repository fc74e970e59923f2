import { expect, test } from 'vitest'
import {
  daysOf,
  lastDays,
  length,
  periodBefore,
  rangeProblem,
  readRange,
  weeksOf,
  writeRange,
} from '../../../console/usage/day-range.ts'

const TODAY = '2026-03-02'

test('the last seven days end today', () => {
  expect(lastDays(7, TODAY)).toEqual({ from: '2026-02-24', to: TODAY, last: 7 })
  expect(daysOf(lastDays(7, TODAY))).toHaveLength(7)
})

test('the previous period has the same length, and ends the day before', () => {
  const range = lastDays(30, TODAY)
  const before = periodBefore(range)
  expect(before).toEqual({ from: '2026-01-02', to: '2026-01-31' })
  expect(length(before)).toBe(length(range))
})

test('a clock change makes no day longer', () => {
  expect(daysOf({ from: '2026-03-28', to: '2026-03-30' })).toEqual(['2026-03-28', '2026-03-29', '2026-03-30'])
})

test.for(['7', '365', '2025-12-24_2026-01-06'])('%s is read from the address as written', (text) => {
  expect(writeRange(readRange(text, TODAY))).toBe(text)
})

test.for(['', '31', 'x_y', '2026-01-02_2026-01-01'])('“%s” in the address means 30 days', (text) => {
  expect(readRange(text, TODAY)).toEqual(lastDays(30, TODAY))
})

test.for([
  ['2026-01-01', '2026-01-01', null],
  ['2025-01-01', '2026-01-01', null],
  ['2025-01-01', '2026-01-02', 'too_long'],
  ['2026-01-02', '2026-01-01', 'backwards'],
  ['', '2026-01-01', 'incomplete'],
  ['2026-02-30', '2026-03-01', 'incomplete'],
] as const)('from %s to %s: %s', ([from, to, problem]) => {
  expect(rangeProblem(from, to)).toBe(problem)
})

test('weeks are complete up to the last day; remaining days come first', () => {
  const days = daysOf(lastDays(16, TODAY))
  const weeks = weeksOf(days)
  expect(weeks.map((week) => week.length)).toEqual([2, 7, 7])
  expect(weeks.flat()).toEqual(days)
})
