import type { FailureCode } from '../../../protocol/failure.ts'
import type { Completion, TurnState } from '../../../protocol/schemas/turn.ts'
import type { UsageRecord } from '../../limits/ledger.ts'
import { costMicroUsd, type Asked, type QuoteOf } from '../../providers/pricing/price.ts'
import { both, NO_TOKENS, usageOf, type TokenUsage } from '../../providers/pricing/token-usage.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import type { ProviderTry } from '../../providers/reply/tried.ts'

/** How an attempt ended. */
export interface Over {
  state: TurnState
  failure: FailureCode | null
  completion: Completion
  answer: string
  tries: readonly ProviderTry[]
  firstWordMilliseconds: number | null
  wholeMilliseconds: number | null
}

interface SentUsage {
  /** Null: no provider was asked. */
  asked: Asked | null
  promptTokens: number | null
}

/** What an attempt used and cost, including tries that brought no words. The cost is null if a price is unknown. */
export function usedBy(
  sent: SentUsage,
  over: Over,
  quoteOf: QuoteOf,
): Pick<UsageRecord, 'provider' | 'model' | 'spent' | 'costMicroUsd'> {
  const { asked } = sent
  const quote = asked && quoteOf(asked, over.completion)
  const lost = lostBy(sent, over)
  const own = spentBy(sent, over)
  const costs = [
    costMicroUsd(own, quote?.price ?? null),
    ...lost.map(([provider, spent]) =>
      costMicroUsd(spent, (asked && quoteOf(asked, { ...noCompletion(), provider }).price) ?? null),
    ),
  ]
  return {
    provider: quote?.provider ?? null,
    model: quote?.model ?? null,
    spent: lost.map(([, each]) => each).reduce(both, own),
    costMicroUsd: costs.reduce((one, other) => (one === null || other === null ? null : one + other), 0),
  }
}

/** What the answer used. */
function spentBy({ promptTokens }: SentUsage, { state, completion: { usage }, answer, tries }: Over): TokenUsage {
  // Never sent, or without an answer: its tries then have the usage.
  if (promptTokens === null) return NO_TOKENS
  const isLost = answer === '' && tries.length > 0
  if (isLost || (state === 'failed' && usage === null)) return NO_TOKENS
  const output = tries.find(({ hasSpoken }) => hasSpoken)?.output ?? 0
  return usageOf({ usage, promptTokens, answer, output })
}

/** What was used by tries that brought no words. */
const lostBy = ({ promptTokens }: SentUsage, { tries }: Over): [provider: string, TokenUsage][] =>
  tries
    .filter(({ hasSpoken }) => !hasSpoken)
    .map(({ provider, usage, output }) => [
      provider,
      usageOf({ usage, promptTokens: promptTokens ?? 0, answer: '', output }),
    ])
