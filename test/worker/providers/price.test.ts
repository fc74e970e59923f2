/** What an answer cost, to the micro-USD. */
import { describe, expect, test } from 'vitest'
import { costMicroUsd } from '../../../worker/providers/pricing/price.ts'
import type { Price } from '../../../worker/providers/provider-list.ts'
import type { TokenUsage } from '../../../worker/providers/pricing/token-usage.ts'

const spent = (promptTokens: number, cachedTokens: number, completionTokens: number): TokenUsage => ({
  promptTokens,
  cachedTokens,
  completionTokens,
  reasoningTokens: 0,
  isEstimated: false,
})

const MINI: Price = { input: 0.4, cachedInput: 0.1, output: 1.6 }

const TABLE: readonly [string, TokenUsage, Price | null, number | null][] = [
  ['input and output', spent(1000, 0, 500), MINI, 400 + 800],
  ['a cached prompt is cheaper', spent(1000, 1000, 500), MINI, 100 + 800],
  ['a partly cached prompt', spent(1000, 600, 500), MINI, 160 + 60 + 800],
  ['no price for the cache: as input', spent(1000, 1000, 0), { input: 0.4, output: 1.6 }, 400],
  ['a cache that is free', spent(1000, 1000, 0), { input: 0.4, cachedInput: 0, output: 1.6 }, 0],
  ['a million of each', spent(1_000_000, 0, 1_000_000), MINI, 2_000_000],
  ['less than half a micro-USD', spent(1, 0, 0), MINI, 0],
  ['half a micro-USD goes up', spent(1, 0, 0), { input: 0.5, output: 0 }, 1],
  ['one and a half goes up', spent(3, 0, 0), { input: 0.5, output: 0 }, 2],
  ['just less than half goes down', spent(1, 0, 0), { input: 0.499999, output: 0 }, 0],
  ['parts are added before they are rounded', spent(2, 1, 1), { input: 0.4, cachedInput: 0.3, output: 0.3 }, 1],
  ['0.1 and 0.2 are 0.3', spent(10, 0, 10), { input: 0.1, output: 0.2 }, 3],
  ['1.005 is not less than it says', spent(100, 0, 0), { input: 1.005, output: 0 }, 101],
  ['six digits after the point', spent(1_000_000, 0, 0), { input: 0.000001, output: 0 }, 1],
  ['a local model', spent(5000, 0, 5000), { input: 0, output: 0 }, 0],
  ['the dearest model and the longest prompt', spent(20_000_000, 0, 20_000_000), { input: 1000, output: 5000 }, 1.2e11],
  ['an unknown price is not a price of 0', spent(10, 0, 10), null, null],
  ['nothing costs nothing, whatever the price', spent(0, 0, 0), null, 0],
]

describe('cost', () => {
  test.for(TABLE)('%s', ([, used, price, expected]) => expect(costMicroUsd(used, price)).toBe(expected))

  test('is a whole number for every price and count', () => {
    for (let n = 1; n <= 2000; n += 1) {
      const cost = costMicroUsd(spent(n * 7, n, n * 3), { input: n / 997, cachedInput: n / 3989, output: n / 331 })
      expect(Number.isSafeInteger(cost)).toBe(true)
    }
  })
})
