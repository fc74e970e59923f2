/**
 * What a visitor asks: a text, and optional parts. Each part is declared here, once. Code that stores, sends, copies, exports and
 * deletes questions carries every declared part, and names none.
 */
import * as v from 'valibot'
import { PAGE_VARIABLES } from '../sizes.ts'
import { text } from './primitives.ts'

/** Where a question is asked. Untrusted: the author of the page writes this. */
export const pageContext = v.object({
  title: text,
  /** http or https, without query and fragment; empty for any other address. */
  url: text,
  /** The selected text on the page. */
  selection: text,
  /** What else the page says, under the names of `persona-marks.ts`; left out if it says nothing. */
  variables: v.exactOptional(v.pipe(v.record(v.string(), text), v.maxEntries(PAGE_VARIABLES), v.readonly())),
})
export type PageContext = v.InferOutput<typeof pageContext>

export const questionParts = v.object({
  /** Ignored unless the site has `pageContext` on. Not used to decide whether two questions are the same. */
  page: v.exactOptional(pageContext),
})
export type QuestionParts = v.InferOutput<typeof questionParts>

export interface Question extends QuestionParts {
  text: string
}

/** The form in a turn: a missing page is null, as it has always been; other missing parts are left out. */
export const shownQuestionParts = v.object({
  ...questionParts.entries,
  /** The page on which it was first asked; null unless the site had `pageContext` on then. */
  page: v.nullable(pageContext),
})
export type ShownQuestionParts = v.InferOutput<typeof shownQuestionParts>

export const shownQuestion = ({ text, page, ...parts }: Question): ShownQuestionParts & { question: string } => ({
  ...parts,
  question: text,
  page: page ?? null,
})

/** Context of a question rather than content: the same question may be sent again from another page. */
const SURROUNDINGS: ReadonlySet<string> = new Set(['page'] satisfies (keyof QuestionParts)[])

/** Whether two questions have the same text and the same parts. */
export function isSameQuestion(one: Question, other: Question): boolean {
  const asked = (question: Question) =>
    Object.entries(question)
      .filter(([part]) => !SURROUNDINGS.has(part))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(asked(one)) === JSON.stringify(asked(other))
}
