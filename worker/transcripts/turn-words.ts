import type { Turn } from '../../protocol/schemas/turn.ts'
import { spoken, type Speaker } from './search-text.ts'

/** SQLite takes 2 MB per row. Text of a turn beyond this cannot be searched, but is still in the transcript. */
const TURN_CHARACTERS = 200_000

/** Identifies a turn's words: a finished attempt changes no more, except for its feedback. */
export const printOf = ({ id, attempt, feedback, earlierAttempts }: Turn): string =>
  [id, attempt, feedback?.at, ...earlierAttempts.map((earlier) => earlier.feedback?.at)].join(' ')

/** Everything that was said in a turn, the newest first, in the stored form. */
export function wordsOf(turn: Turn): string {
  let room = TURN_CHARACTERS
  const part = (speaker: Speaker, text: string): string => {
    const kept = text.slice(0, room)
    room -= kept.length
    return kept && spoken(speaker, kept)
  }
  const said = [turn, ...turn.earlierAttempts.toReversed()].flatMap(({ question, answer, feedback }) => [
    part('question', question),
    part('answer', answer),
    part('comment', feedback?.comment ?? ''),
  ])
  return [...new Set(said)].join('').toWellFormed()
}
