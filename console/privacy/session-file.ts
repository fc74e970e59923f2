/** A session as a file that anybody can read, for a visitor who asks what is stored. */
import type { Transcript } from '../../protocol/schemas/transcript.ts'
import type { Feedback, Turn } from '../../protocol/schemas/turn.ts'

export interface FileWords {
  title: string
  session: string
  question: string
  answer: string
  earlier: string
  page: string
  rating: string
  up: string
  down: string
  comment: string
  none: string
  when: (iso: string) => string
}

/** Markdown; the messages are unchanged. */
export function textOf({ session, turns }: Transcript, site: string, words: FileWords): string {
  const head = [`# ${words.title}: ${site}`, `${words.session}: ${session}`]
  return `${[...head, ...turns.flatMap((turn) => turnText(turn, words))].join('\n\n')}\n`
}

export const jsonOf = (transcript: Transcript): string => `${JSON.stringify(transcript, null, 2)}\n`

function turnText({ seq, createdAt, page, question, answer, feedback, earlierAttempts }: Turn, words: FileWords) {
  const earlier = earlierAttempts.flatMap((attempt) => [
    `### ${words.earlier}, ${words.when(attempt.createdAt)}`,
    ...exchange(attempt.question, attempt.answer, words),
    ...feedbackLines(attempt.feedback, words),
  ])
  return [
    `## ${seq}. ${words.when(createdAt)}`,
    ...(page ? [[words.page, page.title, page.url, page.selection].filter((part) => part !== '').join('\n')] : []),
    ...exchange(question, answer, words),
    ...feedbackLines(feedback, words),
    ...earlier,
  ]
}

const exchange = (question: string, answer: string, words: FileWords): string[] => [
  `**${words.question}**`,
  question,
  `**${words.answer}**`,
  answer === '' ? words.none : answer,
]

function feedbackLines(feedback: Feedback | null, words: FileWords): string[] {
  if (feedback === null) return []
  const { rating, comment } = feedback
  return [
    ...(rating === null ? [] : [`${words.rating}: ${words[rating]}`]),
    ...(comment === '' ? [] : [`${words.comment}: ${comment}`]),
  ]
}
