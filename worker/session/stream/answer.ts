import { errorText, type LogEntry } from '../../base/log.ts'
import type { UsageRecord } from '../../limits/ledger.ts'
import type { AnswerParts } from '../../../protocol/schemas/answer.ts'
import { Failure, type FailureCode } from '../../../protocol/failure.ts'
import type { Completion, TurnState } from '../../../protocol/schemas/turn.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import type { ProviderTry } from '../../providers/reply/tried.ts'
import type { Piece } from '../../providers/upstream.ts'
import { Checkpoint } from '../turns/checkpoint.ts'
import type { StoredTurn } from '../turns/stored-turn.ts'
import type { LiveTurn } from './live-turn.ts'

export interface Outcome {
  state: TurnState
  failure: FailureCode | null
  completion: Completion
  /** The answer's parts, besides its words. */
  parts: AnswerParts
  firstWordAt: number | null
  /** Tries that cost something, besides the answer. */
  tries: ProviderTry[]
  /** For the log. */
  detail: string | undefined
}

/**
 * Writes an answer to a live turn as it arrives, and reports how it ended. Never throws.
 *
 * @param keep stores words that have been sent.
 */
export async function answer(
  live: LiveTurn,
  pieces: AsyncIterable<Piece>,
  keep: (text: string) => void,
): Promise<Outcome> {
  const checkpoint = new Checkpoint(keep)
  let completion = noCompletion()
  const parts: AnswerParts = {}
  let firstWordAt: number | null = null
  const tries: ProviderTry[] = []
  try {
    for await (const piece of pieces) {
      if (piece.tried) {
        tries.push(piece.tried)
        continue
      }
      completion = piece.completion
      Object.assign(parts, piece.parts)
      if (!piece.text) continue
      firstWordAt ??= Date.now()
      live.say({ event: 'delta', data: { text: piece.text } })
      checkpoint.add(piece.text)
    }
    if (live.text === '') throw new Failure('upstream_bad_reply', { detail: 'an empty answer' })
    return { state: 'complete', failure: null, completion, parts, firstWordAt, tries, detail: undefined }
  } catch (error) {
    return { ...ended(error, live), completion, parts, firstWordAt, tries }
  } finally {
    checkpoint.close()
  }
}

function ended(error: unknown, { ending, text }: LiveTurn): Pick<Outcome, 'state' | 'failure' | 'detail'> {
  if (ending === 'stopped' || ending === 'forgotten') return { state: 'stopped', failure: null, detail: undefined }
  if (ending !== null) return { state: 'interrupted', failure: 'answer_cut', detail: ending }
  const { code, detail } = error instanceof Failure ? error : { code: 'internal' as const, detail: errorText(error) }
  return { state: text === '' ? 'failed' : 'interrupted', failure: code, detail }
}

/** A turn's log line: codes, sizes and times; never text that anyone wrote. */
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
