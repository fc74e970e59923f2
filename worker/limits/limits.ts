/** How much a site may use, as its settings say; and amounts, which limits, prices and leases are counted in. */
import type { BudgetLimit } from '../../protocol/schemas/budget.ts'
import type { Site } from '../../protocol/site.ts'
import type { TokenUsage } from '../providers/pricing/token-usage.ts'

export interface Amount {
  turns: number
  tokens: number
  microUsd: number
}

/** What only the site's ledger can hold: more than one session uses it up. */
export type SharedLimit = BudgetLimit | 'turnsPerVisitorDay' | 'tokensPerVisitorDay'
/** Everything the ledger needs to know of a site. */
export type Limits = Pick<Site, SharedLimit | 'warnAt' | 'cheaperAt' | 'cheaperModel'>

/** Null when the site has no limit that its ledger would have to be asked about. */
export function limitsOf(site: Site): Limits | null {
  const { turnsPerVisitorDay, tokensPerVisitorDay, turnsPerDay, tokensPerDay, spendPerDay } = site
  const { turnsPerMonth, tokensPerMonth, spendPerMonth, warnAt, cheaperAt, cheaperModel } = site
  const days = { turnsPerVisitorDay, tokensPerVisitorDay, turnsPerDay, tokensPerDay, spendPerDay }
  const shared = { ...days, turnsPerMonth, tokensPerMonth, spendPerMonth }
  return areSet(shared) ? { ...shared, warnAt, cheaperAt, cheaperModel } : null
}

/** What is tried out counts for nothing, and stops for nothing. */
export const NO_LIMITS = {
  turnsPerSession: 0,
  tokensPerSession: 0,
  turnsPerVisitorDay: 0,
  tokensPerVisitorDay: 0,
  turnsPerDay: 0,
  tokensPerDay: 0,
  spendPerDay: 0,
  turnsPerMonth: 0,
  tokensPerMonth: 0,
  spendPerMonth: 0,
} as const satisfies Partial<Site>

/** Whether a limit is set that a turn's tokens must be known for before it is asked, or its price. */
export const limitsSpend = ({ spendPerDay, spendPerMonth }: Pick<Site, 'spendPerDay' | 'spendPerMonth'>): boolean =>
  areSet({ spendPerDay, spendPerMonth })
export const limitsTokens = (site: Site): boolean => {
  const { tokensPerSession, tokensPerVisitorDay, tokensPerDay, tokensPerMonth } = site
  return limitsSpend(site) || areSet({ tokensPerSession, tokensPerVisitorDay, tokensPerDay, tokensPerMonth })
}

const areSet = (limits: Readonly<Record<string, number>>): boolean => Object.values(limits).some((most) => most > 0)

export const NOTHING: Amount = { turns: 0, tokens: 0, microUsd: 0 }

/** One plus so many of another, which may be less than none. */
export const plus = (one: Amount, other: Amount, times = 1): Amount => ({
  turns: one.turns + times * other.turns,
  tokens: one.tokens + times * other.tokens,
  microUsd: one.microUsd + times * other.microUsd,
})

/** Notes are written beside the turns. */
export const isAttempt = ({ attempt }: { attempt: number }): boolean => attempt > 0

interface Attempt {
  attempt: number
  provider: string | null
  spent: TokenUsage
  costMicroUsd: number | null
}

/** What an attempt used up. One that no provider was asked for is no turn: it waited and was stopped, or needed no model. */
export const amountOf = ({ attempt, provider, spent, costMicroUsd }: Attempt): Amount => ({
  turns: provider !== null && isAttempt({ attempt }) ? 1 : 0,
  tokens: spent.promptTokens + spent.completionTokens,
  microUsd: costMicroUsd ?? 0,
})
