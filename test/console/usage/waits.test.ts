import { expect, test } from 'vitest'
import { addWaits, NO_WAITS, waitOf } from '../../../console/usage/waits.ts'
import type { Waits } from '../../../protocol/schemas/site-usage.ts'
import { latencyStep } from '../../../worker/limits/latency-step.ts'
import { seeded } from '../../support/sampling/seeded.ts'

/** As the ledger counts them. */
const counted = (waits: readonly number[]): Waits =>
  waits
    .map((wait) => ({
      attempts: 1,
      milliseconds: wait,
      histogram: [{ atMostMilliseconds: latencyStep(wait), attempts: 1 }],
    }))
    .reduce(addWaits, NO_WAITS)

test('without waits there is nothing to show', () => {
  expect(waitOf(NO_WAITS, 0.5)).toBeNull()
})

test('waits are assumed to be spread evenly within a step', () => {
  const waits = counted([750, 800, 850, 900])
  expect(waits.histogram).toEqual([{ atMostMilliseconds: 1000, attempts: 4 }])
  expect(waitOf(waits, 0.5)).toBe(850)
  expect(waitOf(waits, 1)).toBe(1000)
})

test('the first step begins at zero', () => {
  expect(waitOf(counted([40, 60]), 0.5)).toBe(50)
})

test('empty steps in between count nothing', () => {
  expect(waitOf(counted([90, 90, 90, 6000]), 0.95)).toBe(6600)
})

test.for([0.5, 0.95])('of 2,000 waits, the quantile %s is in the right step', (part) => {
  const random = seeded(11)
  const waits = Array.from({ length: 2000 }, () => 50 + random.next() ** 3 * 20_000)
  const truth = waits.toSorted((a, b) => a - b)[Math.ceil(part * waits.length) - 1] ?? Number.NaN
  expect(latencyStep(waitOf(counted(waits), part) ?? 0)).toBe(latencyStep(truth))
})

test('waits of two days are added step by step', () => {
  expect(addWaits(counted([90, 400]), counted([450, 2000]))).toEqual(counted([90, 400, 450, 2000]))
})
