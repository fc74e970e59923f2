/** What an answer cost. Pure. */
import type { Completion } from '../../../protocol/schemas/turn.ts'
import type { Price } from '../provider-list.ts'
import type { ChatRequest } from '../upstream.ts'
import type { TokenUsage } from './token-usage.ts'

/** The part of a request that decides which provider answers. */
export type Asked = Pick<ChatRequest, 'provider' | 'model'>

/** Which provider was asked, under the owner's name for it, with the model and its price. */
export interface Quote {
  provider: string | null
  model: string
  /** Null if the price is unknown. */
  price: Price | null
}

/**
 * Never throws: an attempt that failed because of a wrong configuration has a usage record too.
 *
 * @param completion what is known of the answer: nothing, if it broke off before its first word.
 */
export type QuoteOf = (asked: Asked, completion: Completion) => Quote

/**
 * The highest price among all providers that may answer this.
 *
 * @throws Failure `site_misconfigured` when a price is unknown: its detail names the provider and the model.
 */
export type DearestOf = (asked: Asked) => Price

/**
 * In whole micro-USD, null when the price is unknown: an unknown cost is not zero.
 *
 * Whole numbers, because thousands of costs are added up: the sum must be exact and the same in any order, unlike sums of
 * fractions. Half a micro-USD is rounded up, once per answer, after everything was added.
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

/** USD per million tokens equals micro-USD per token; published prices have at most six decimal places. */
const picoUsdPerToken = (usdPerMillion: number): bigint => BigInt(Math.round(usdPerMillion * 1_000_000))
