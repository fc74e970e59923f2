/** What an answer cost. Pure. */
import type { Completion } from '../../../protocol/schemas/turn.ts'
import type { Price } from '../provider-list.ts'
import type { ChatRequest } from '../upstream.ts'
import type { TokenUsage } from './token-usage.ts'

/** What of a request decides who answers it. */
export type Asked = Pick<ChatRequest, 'provider' | 'model'>

/** Who was asked, in the owner's words (a provider may call its model something longer), and at what price. */
export interface Quote {
  provider: string | null
  model: string
  /** Null when nobody told us. */
  price: Price | null
}

/**
 * Never throws: an attempt that failed on a wrong configuration has its usage record too.
 *
 * @param completion what is known of the answer: nothing, when it broke off before its first word.
 */
export type QuoteOf = (asked: Asked, completion: Completion) => Quote

/**
 * The most that anybody takes who may be asked this.
 *
 * @throws Failure `site_misconfigured` when a price is not known: its detail says whose.
 */
export type DearestOf = (asked: Asked) => Price

/**
 * In whole micro-USD, null when the price is not known: an unknown cost is not a cost of nothing.
 *
 * Whole numbers, because thousands of costs are added up: the sum must be exact and the same in any order, which sums of
 * fractions are not. Half a micro-USD is rounded up, once, after everything of one answer was added.
 */
export function costMicroUsd(spent: TokenUsage, price: Price | null): number | null {
  const { promptTokens, cachedTokens, completionTokens } = spent
  if (promptTokens === 0 && completionTokens === 0) return 0
  if (!price) return null
  const { input, cachedInput = input, output } = price
  const picoUsd =
    BigInt(promptTokens - cachedTokens) * picoUsdPerToken(input) +
    BigInt(cachedTokens) * picoUsdPerToken(cachedInput) +
    BigInt(completionTokens) * picoUsdPerToken(output)
  return Number((picoUsd + PICO_IN_MICRO / 2n) / PICO_IN_MICRO)
}

const PICO_IN_MICRO = 1_000_000n

/** USD per million tokens is micro-USD per token; published prices have at most six digits after the point. */
const picoUsdPerToken = (usdPerMillion: number): bigint => BigInt(Math.round(usdPerMillion * 1_000_000))
