import type { LogEntry } from '../../base/log.ts'
import type { UsageRecord } from '../../limits/ledger.ts'
import type { StoredTurn } from '../turns/stored-turn.ts'
import type { Outcome } from './answer.ts'

/** A turn's line of the log: codes, sizes and waits; nothing that anybody wrote. */
export function logEntry(turn: StoredTurn, { detail }: Outcome, usageRecord: UsageRecord | null): LogEntry {
  const { id, seq, attempt, state, failure, personaVersion, question, answer, completion } = turn
  return {
    event: 'turn',
    turn: id,
    seq,
    attempt,
    state,
    code: failure,
    detail,
    personaVersion,
    milliseconds: usageRecord?.wholeMilliseconds,
    firstWordMilliseconds: usageRecord?.firstWordMilliseconds,
    provider: completion.provider,
    model: completion.model,
    finishReason: completion.finishReason,
    ...usageRecord?.spent,
    costMicroUsd: usageRecord?.costMicroUsd,
    questionCharacters: question.text.length,
    answerCharacters: answer.text.length,
  }
}
