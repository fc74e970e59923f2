/** What the Usage screen says of limits: which step of the ladder is reached, and when what is used up begins anew. */
import { expect, test } from 'vitest'
import type { Budget } from '../../../protocol/schemas/budget.ts'
import { nearest, opensAgain, rungsOf, type Ladder } from '../../../console/usage/budgets.ts'

const LADDER: Ladder = { warnAt: 80, cheaperAt: 90, cheaperModel: 'small', fallbackMessage: '' }
const budget = (some: Partial<Budget>): Budget => ({
  limit: 'turnsPerDay',
  period: 'day',
  unit: 'turns',
  most: 100,
  used: 0,
  reserved: 0,
  resetsAt: '2026-11-27T00:00:00.000Z',
  ...some,
})
const told = (...given: Parameters<typeof rungsOf>) =>
  rungsOf(...given).map(({ step, at, state }) => `${step} ${at} ${state}`)

test('each step is past, current or to come', () => {
  expect(told({ step: 'open', budgets: [budget({ used: 79 })], ladder: LADDER })).toEqual([
    'warned 80 coming',
    'cheaper 90 coming',
    'closed 100 coming',
  ])
  expect(told({ step: 'cheaper', budgets: [budget({ used: 91 })], ladder: LADDER })).toEqual([
    'warned 80 past',
    'cheaper 90 now',
    'closed 100 coming',
  ])
  expect(told({ step: 'closed', budgets: [budget({ used: 100 })], ladder: LADDER })).toEqual([
    'warned 80 past',
    'cheaper 90 past',
    'closed 100 now',
  ])
})

test('without a cheaper model there is no such step; a fallback message is the last step, under either name', () => {
  const ladder = { ...LADDER, cheaperModel: '', fallbackMessage: 'Back tomorrow.' }
  for (const step of ['fallback', 'closed'] as const)
    expect(told({ step, budgets: [budget({ used: 120 })], ladder })).toEqual(['warned 80 past', 'fallback 100 now'])
})

test('steps are in the order of their percentages', () => {
  const ladder = { ...LADDER, warnAt: 95, cheaperAt: 50 }
  expect(told({ step: 'cheaper', budgets: [budget({ used: 60 })], ladder })).toEqual([
    'cheaper 50 now',
    'warned 95 coming',
    'closed 100 coming',
  ])
})

test('reservations count, but a limit that is only reserved is not used up', () => {
  expect(
    told({ step: 'warned', budgets: [budget({ used: 10, reserved: 90 })], ladder: { ...LADDER, cheaperModel: '' } }),
  ).toEqual(['warned 80 now', 'closed 100 coming'])
})

test('the nearest limit is the one with the largest used share', () => {
  expect(nearest([])).toBe(null)
  const spend = budget({ limit: 'spendPerMonth', unit: 'microUsd', most: 10_000_000, used: 9_000_000 })
  expect(nearest([budget({ used: 50 }), spend, budget({ used: 80, reserved: 9 })])).toBe(spend)
})

test('it opens again when the last used-up limit is reset', () => {
  const month = budget({ limit: 'turnsPerMonth', used: 100, resetsAt: '2026-12-01T00:00:00.000Z' })
  expect(opensAgain([budget({ used: 99 })])).toBe(null)
  expect(opensAgain([budget({ used: 100 })])).toBe('2026-11-27T00:00:00.000Z')
  expect(opensAgain([month, budget({ used: 100 })])).toBe('2026-12-01T00:00:00.000Z')
})
