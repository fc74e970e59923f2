/** What is left of a site's limits, according to its live settings. */
import * as v from 'valibot'
import { count, time } from './primitives.ts'

/** The limits of a whole site, in this order: limits that reset earlier come first. */
export const budgetLimit = v.picklist([
  'turnsPerDay',
  'tokensPerDay',
  'spendPerDay',
  'turnsPerMonth',
  'tokensPerMonth',
  'spendPerMonth',
])
export type BudgetLimit = v.InferOutput<typeof budgetLimit>

export const budget = v.object({
  /** The setting that defines it. */
  limit: budgetLimit,
  /** In UTC. */
  period: v.picklist(['day', 'month']),
  unit: v.picklist(['turns', 'tokens', 'microUsd']),
  most: count,
  used: count,
  /** Reserved by sessions for questions that are in progress or expected, and not settled yet. */
  reserved: count,
  resetsAt: time,
})
export type Budget = v.InferOutput<typeof budget>

/** In this order; `cheaper` and `fallback` only if the owner has set them. */
const budgetStep = v.picklist(['open', 'warned', 'cheaper', 'fallback', 'closed'])
export type BudgetStep = v.InferOutput<typeof budgetStep>

export const budgets = v.object({
  /** Only limits that are set. */
  budgets: v.array(budget),
  /** What applies to the next question: `docs/limits.md`. */
  step: budgetStep,
})
export type Budgets = v.InferOutput<typeof budgets>
