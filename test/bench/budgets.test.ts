import { expect, test } from 'vitest'
import { verdict } from '../../bench/budgets.ts'

test.each([
  [0, 'fits'],
  [25_479, 'fits'],
  [25_480, 'nearly full'],
  [26_000, 'nearly full'],
  [26_001, 'over'],
] as const)('of a budget of 26,000 bytes, %i bytes: %s', (bytes, expected) => {
  expect(verdict(bytes, 26_000)).toBe(expected)
})
