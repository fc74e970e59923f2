import { exchangeTokens } from '../../base/tokens/exchange.ts'
import type { StoredTurn } from './stored-turn.ts'

/** Sessions that were stored before have no sizes, or those of an estimate that could be far too low: they are estimated, once. */
export function sizeAttempts(sql: SqlStorage, attempts: readonly StoredTurn[]): void {
  for (const { seq, attempt, question, answer, completion } of attempts) {
    const tokens = exchangeTokens({ question, answer, usage: completion.usage })
    sql.exec('UPDATE attempts SET tokens = ? WHERE seq = ? AND attempt = ?', tokens, seq, attempt)
  }
}
