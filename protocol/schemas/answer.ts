/**
 * What a visitor gets as an answer: a text, and optional parts. Each part is declared here, once, like those of a question
 * (`protocol/schemas/question.ts`). An upstream sends it with a piece of the answer (`worker/providers/upstream.ts`).
 */
import * as v from 'valibot'

/** None so far. A part must not have the name of a question's part or of a turn's own field: a turn has them all side by side. */
export const answerParts = v.object({})
export type AnswerParts = v.InferOutput<typeof answerParts>

export interface Answer extends AnswerParts {
  text: string
}

export const shownAnswer = ({ text, ...parts }: Answer): AnswerParts & { answer: string } => ({
  ...parts,
  answer: text,
})
