/**
 * What a visitor asks: a text, and optional parts. A part is declared here, once. What stores, sends, copies, exports and deletes
 * questions carries every part that is declared, and names none.
 */
import * as v from 'valibot'
import type { Same } from '../same.ts'
import { PAGE_VARIABLES } from './page-limits.ts'

/** Where a question is asked. Untrusted: the page’s author writes this. */
export interface PageContext {
  title: string
  /** http or https, without query and fragment; empty for any other. */
  url: string
  /** The text that is selected there. */
  selection: string
  /** What else the page says, by the names of `persona-marks.ts`; left out where it says nothing. */
  variables?: Readonly<Record<string, string>>
}

export interface QuestionParts {
  /** Not looked at unless the site has `pageContext` on. No part of what makes two questions the same. */
  page?: PageContext
}

export interface Question extends QuestionParts {
  text: string
}

export const pageContext = v.object({
  title: v.string(),
  url: v.string(),
  selection: v.string(),
  variables: v.exactOptional(v.pipe(v.record(v.string(), v.string()), v.maxEntries(PAGE_VARIABLES), v.readonly())),
})
/** A part without a schema, or with another one, does not compile. */
export const questionParts = { page: v.exactOptional(pageContext) }

/** As a turn shows them: a page that is not there is null, as it has always been; other parts are left out. */
export interface ShownQuestionParts extends Omit<QuestionParts, 'page'> {
  /** The page it was first asked on; null unless the site had `pageContext` on then. */
  page: PageContext | null
}
export const shownQuestionParts = { ...questionParts, page: v.nullable(pageContext) }

export const shownQuestion = ({ text, page, ...parts }: Question): ShownQuestionParts & { question: string } => ({
  ...parts,
  question: text,
  page: page ?? null,
})

/** What is around a question and not in it: the same question may be sent again from another page. */
const SURROUNDINGS: ReadonlySet<string> = new Set(['page'] satisfies (keyof QuestionParts)[])

/** Whether two questions ask the same, with the same parts. */
export function isSameQuestion(one: Question, other: Question): boolean {
  const told = (question: Question) =>
    Object.entries(question)
      .filter(([part]) => !SURROUNDINGS.has(part))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(told(one)) === JSON.stringify(told(other))
}

type PartsOf<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>
true satisfies Same<v.InferOutput<typeof pageContext>, PageContext>
true satisfies Same<PartsOf<typeof questionParts>, QuestionParts>
true satisfies Same<PartsOf<typeof shownQuestionParts>, ShownQuestionParts>
