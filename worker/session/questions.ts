import { isSameQuestion } from '../../protocol/turn/question.ts'
import { Failure } from '../../protocol/failure.ts'
import type { SessionCommand } from './command.ts'
import { isFinal } from './turns/stored-turn.ts'
import type { StoredTurn } from './turns/stored-turn.ts'
import type { TurnStore } from './turns/turn-store.ts'
import type { AdmissionRequest } from './usage/admission.ts'

/** A turn that may begin when there is room and enough is left. */
export interface Candidate extends AdmissionRequest {
  write(): StoredTurn
}

/** What a command asks for: a turn that is there already, or one that wants to begin. */
export type TurnRequest = { known: StoredTurn } | { candidate: Candidate }

type Of<Do extends SessionCommand['do']> = Extract<SessionCommand, { do: Do }>

/** @throws Failure `turn_conflict`: another question has this id. */
export function requestedTurn(turnStore: TurnStore, command: Of<'ask'>, request?: string): TurnRequest {
  const { question, site, visitor } = command
  const { id, ...asked } = question
  const known = turnStore.find(id, null)
  if (known && !isSameQuestion(known.original, asked)) throw new Failure('turn_conflict', { param: 'id' })
  if (known) return { known }
  const write = () => turnStore.open(question, site.version, Date.now())
  return { candidate: { request, site, visitor: visitor ?? null, seq: null, question: asked, write } }
}

/** @throws Failure `unknown_turn`; `turn_conflict`: the turn is on its way, or is not where the page believes. */
export function retriedTurn(turnStore: TurnStore, command: Of<'retry'>, request?: string): TurnRequest {
  const { id, attempt, text, site, visitor } = command
  const turn = requireTurn(turnStore, id)
  const isThere = attempt === turn.attempt || (text === null && !isFinal(turn.state))
  if (isThere && (text === null || text === turn.question.text)) return { known: turn }
  if (isThere) throw new Failure('turn_conflict', { param: 'text' })
  if (!isFinal(turn.state) || (attempt !== null && attempt !== turn.attempt + 1)) {
    throw new Failure('turn_conflict', { param: 'attempt' })
  }
  // What was said after an older question was said in view of it.
  if (text !== null && !turnStore.isLast(turn)) throw new Failure('turn_conflict', { param: 'id' })
  const { seq } = turn
  const question = text === null ? turn.question : { ...turn.question, text }
  const write = () => turnStore.again(turn, { text, personaVersion: site.version, now: Date.now() })
  return { candidate: { request, site, visitor: visitor ?? null, seq, question, write } }
}

/** @throws Failure `unknown_turn`. */
export function requireTurn(turnStore: TurnStore, id: string): StoredTurn {
  const turn = turnStore.find(id, null)
  if (!turn) throw new Failure('unknown_turn')
  return turn
}
