/**
 * What a visitor asks: a text, and optional parts. A part is declared here, once. What stores, sends, copies, exports and deletes
 * questions carries every part that is declared, and names none.
 */
import * as v from 'valibot'
import { PAGE_VARIABLES } from '../sizes.ts'
import { text } from './primitives.ts'

/** Where a question is asked. Untrusted: the author of the page writes this. */
export const pageContext = v.object({
  title: text,
  /** http or https, without query and fragment; empty for any other. */
  url: text,
  /** The text that is selected there. */
  selection: text,
  /** What else the page says, by the names of `persona-marks.ts`; left out where it says nothing. */
  variables: v.exactOptional(v.pipe(v.record(v.string(), text), v.maxEntries(PAGE_VARIABLES), v.readonly())),
})
export type PageContext = v.InferOutput<typeof pageContext>

export const questionParts = v.object({
  /** Not looked at unless the site has `pageContext` on. No part of what makes two questions the same. */
  page: v.exactOptional(pageContext),
})
export type QuestionParts = v.InferOutput<typeof questionParts>

export interface Question extends QuestionParts {
  text: string
}

/** As a turn shows them: a page that is not there is null, as it has always been; other parts are left out. */
export const shownQuestionParts = v.object({
  ...questionParts.entries,
  /** The page it was first asked on; null unless the site had `pageContext` on then. */
  page: v.nullable(pageContext),
})
export type ShownQuestionParts = v.InferOutput<typeof shownQuestionParts>

export const shownQuestion = ({ text, page, ...parts }: Question): ShownQuestionParts & { question: string } => ({
  ...parts,
  question: text,
  page: page ?? null,
})

/** What is around a question and not in it: the same question may be sent again from another page. */
const SURROUNDINGS: ReadonlySet<string> = new Set(['page'] satisfies (keyof QuestionParts)[])

/** Whether two questions ask the same, with the same parts. */
export function isSameQuestion(one: Question, other: Question): boolean {
  const asked = (question: Question) =>
    Object.entries(question)
      .filter(([part]) => !SURROUNDINGS.has(part))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(asked(one)) === JSON.stringify(asked(other))
}
