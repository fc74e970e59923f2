/** How much a site may use, according to its settings; and the unit in which limits, prices and leases are counted. */
import type { BudgetLimit } from '../../protocol/schemas/budget.ts'
import type { Site } from '../../protocol/site.ts'
import type { TokenUsage } from '../providers/pricing/token-usage.ts'

export interface Amount {
  turns: number
  tokens: number
  microUsd: number
}

/** Limits that only the site's ledger can enforce, because several sessions share them. */
export type SharedLimit = BudgetLimit | 'turnsPerVisitorDay' | 'tokensPerVisitorDay'
/** Everything the ledger needs to know about a site. */
export type Limits = Pick<Site, SharedLimit | 'warnAt' | 'cheaperAt' | 'cheaperModel'>

/** Null when no limit of the site needs its ledger. */
export function limitsOf(site: Site): Limits | null {
  const { turnsPerVisitorDay, tokensPerVisitorDay, turnsPerDay, tokensPerDay, spendPerDay } = site
  const { turnsPerMonth, tokensPerMonth, spendPerMonth, warnAt, cheaperAt, cheaperModel } = site
  const days = { turnsPerVisitorDay, tokensPerVisitorDay, turnsPerDay, tokensPerDay, spendPerDay }
  const shared = { ...days, turnsPerMonth, tokensPerMonth, spendPerMonth }
  return areSet(shared) ? { ...shared, warnAt, cheaperAt, cheaperModel } : null
}

/** Preview chats are neither counted nor limited. */
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

/** Whether a limit needs a turn's tokens, or its price, before the turn is asked. */
export const limitsSpend = ({ spendPerDay, spendPerMonth }: Pick<Site, 'spendPerDay' | 'spendPerMonth'>): boolean =>
  areSet({ spendPerDay, spendPerMonth })
export const limitsTokens = (site: Site): boolean => {
  const { tokensPerSession, tokensPerVisitorDay, tokensPerDay, tokensPerMonth } = site
  return limitsSpend(site) || areSet({ tokensPerSession, tokensPerVisitorDay, tokensPerDay, tokensPerMonth })
}

const areSet = (limits: Readonly<Record<string, number>>): boolean => Object.values(limits).some((most) => most > 0)

export const NOTHING: Amount = { turns: 0, tokens: 0, microUsd: 0 }

/** The first plus a multiple of the second; the result may be negative. */
export const plus = (one: Amount, other: Amount, times = 1): Amount => ({
  turns: one.turns + times * other.turns,
  tokens: one.tokens + times * other.tokens,
  microUsd: one.microUsd + times * other.microUsd,
})

/** Notes are not attempts. */
export const isAttempt = ({ attempt }: { attempt: number }): boolean => attempt > 0

interface Attempt {
  attempt: number
  provider: string | null
  spent: TokenUsage
  costMicroUsd: number | null
}

/** What an attempt used. If no provider was asked it is not a turn: it was stopped while it waited, or needed no model. */
export const amountOf = ({ attempt, provider, spent, costMicroUsd }: Attempt): Amount => ({
  turns: provider !== null && isAttempt({ attempt }) ? 1 : 0,
  tokens: spent.promptTokens + spent.completionTokens,
  microUsd: costMicroUsd ?? 0,
})
