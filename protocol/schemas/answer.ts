/**
 * What a visitor is answered: a text, and optional parts. A part is declared here, once, as those of a question are
 * (`protocol/schemas/question.ts`). An upstream brings it with a piece of the answer (`worker/providers/upstream.ts`).
 */
import * as v from 'valibot'

/** None so far. A name that a question's part or a turn's own field has is taken: a turn shows them all side by side. */
export const answerParts = v.object({})
export type AnswerParts = v.InferOutput<typeof answerParts>

export interface Answer extends AnswerParts {
  text: string
}

export const shownAnswer = ({ text, ...parts }: Answer): AnswerParts & { answer: string } => ({
  ...parts,
  answer: text,
})
