/** A conversation as a visitor takes it along. */
import type { ShownTurn } from './shown-turn.ts'
import { jsonText } from '../page/json-text.ts'

/** Markdown: answers are written in it already. */
export const asText = (turns: readonly ShownTurn[], you: string, name: string): string =>
  turns
    .map(({ question, answer, askedAt }) =>
      [`**${you}** · ${new Date(askedAt).toISOString()}`, question.value, `**${name}**`, answer.value].join('\n\n'),
    )
    .join('\n\n---\n\n')

/** `[{question, answer, state, askedAt, earlier: [{question, answer}]}]`, times in ISO 8601. */
export const asJson = (turns: readonly ShownTurn[]): string =>
  jsonText(
    turns.map(({ question, answer, state, askedAt, earlier }) => ({
      question: question.value,
      answer: answer.value,
      state: state.value,
      askedAt: new Date(askedAt).toISOString(),
      earlier: earlier.value.map((attempt) => ({ question: attempt.question, answer: attempt.answer })),
    })),
    2,
  )
