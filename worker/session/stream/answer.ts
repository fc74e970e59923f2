import { errorText } from '../../base/log.ts'
import type { AnswerParts } from '../../../protocol/turn/answer.ts'
import { Failure, type FailureCode } from '../../../protocol/failure.ts'
import type { Completion, TurnState } from '../../../protocol/wire.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import type { ProviderTry } from '../../providers/reply/tried.ts'
import type { ChatRequest, Upstream } from '../../providers/upstream.ts'
import { Checkpoint } from '../turns/checkpoint.ts'
import type { LiveTurn } from './live-turn.ts'

export interface Outcome {
  state: TurnState
  failure: FailureCode | null
  completion: Completion
  /** Of the answer, beside its words. */
  parts: AnswerParts
  firstWordAt: number | null
  /** Tries that are paid for besides the answer. */
  tries: ProviderTry[]
  /** For the log. */
  detail: string | undefined
}

interface Dependencies {
  upstream: Upstream
  /** Keeps words that have been sent. */
  keep(text: string): void
}

/** Lets the upstream answer into a live turn and says how that ended. Never throws. */
export async function answer(live: LiveTurn, request: ChatRequest, { upstream, keep }: Dependencies): Promise<Outcome> {
  const checkpoint = new Checkpoint(keep)
  let completion = noCompletion()
  const parts: AnswerParts = {}
  let firstWordAt: number | null = null
  const tries: ProviderTry[] = []
  try {
    for await (const piece of upstream(request, live.signal)) {
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
