/** Sums in SQL: a column for each field of `Sum`, with the same name. */
import type { UsageRecord, Sum } from './ledger.ts'
import { isAttempt } from './limits.ts'

/** What one attempt adds to its sums. */
export function sumOf({ attempt, spent, costMicroUsd }: UsageRecord): Sum {
  const { isEstimated, ...tokens } = spent
  return {
    turns: attempt === 1 ? 1 : 0,
    attempts: isAttempt({ attempt }) ? 1 : 0,
    ...tokens,
    estimated: isEstimated ? 1 : 0,
    costMicroUsd: costMicroUsd ?? 0,
    unpriced: costMicroUsd === null ? 1 : 0,
  }
}

const FIELDS = [
  'turns',
  'attempts',
  'promptTokens',
  'cachedTokens',
  'completionTokens',
  'reasoningTokens',
  'estimated',
  'costMicroUsd',
  'unpriced',
] as const satisfies readonly (keyof Sum)[]

/** For `CREATE TABLE`. */
export const SUM_COLUMNS = FIELDS.map((field) => `${field} INTEGER NOT NULL`).join(', ')
/** For `INSERT`, together with the values. */
export const SUM_FIELDS = FIELDS.join(', ')
export const SUM_PLACES = FIELDS.map(() => '?').join(', ')
export const sumValues = (sum: Sum): number[] => FIELDS.map((field) => sum[field])
/** For `ON CONFLICT DO UPDATE SET`. */
export const ADD_SUM = FIELDS.map((field) => `${field} = ${field} + excluded.${field}`).join(', ')
