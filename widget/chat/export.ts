/** A conversation as a file for the visitor. */
import type { ShownTurn } from './turn.ts'
import { jsonText } from '../page/json-text.ts'

/** Markdown: answers are already written in it. */
export const asText = (turns: readonly ShownTurn[], you: string, name: string): string =>
  turns
    .map(({ now: { question, createdAt }, answer }) =>
      [`**${you}** · ${new Date(createdAt).toISOString()}`, question, `**${name}**`, answer.peek()].join('\n\n'),
    )
    .join('\n\n---\n\n')

/** `[{question, answer, state, askedAt, earlier: [{question, answer}]}]`, times in ISO 8601. */
export const asJson = (turns: readonly ShownTurn[]): string =>
  jsonText(
    turns.map(({ now: { question, state, createdAt, earlier }, answer }) => ({
      question,
      answer: answer.peek(),
      state,
      askedAt: new Date(createdAt).toISOString(),
      earlier: earlier.map((attempt) => ({ question: attempt.question, answer: attempt.answer })),
    })),
    2,
  )
