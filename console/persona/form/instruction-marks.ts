/** The placeholders in a persona's instructions that pages fill in. */
import { isKnownMark, marksIn } from '../../../protocol/persona-marks.ts'

export function marksOf(instructions: string): { given: string[]; unknown: string[] } {
  const marks = marksIn(instructions)
  return { given: marks.filter(isKnownMark), unknown: marks.filter((name) => !isKnownMark(name)) }
}

/** Those that a page's tag provides. The others come from the page itself. */
export const givenMarks = (instructions: string): string[] =>
  marksOf(instructions).given.filter((name) => !name.startsWith('page.'))
