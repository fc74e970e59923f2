/** What an exchange takes in a prompt, once it is known what the provider counted. */
import { field } from '../../../protocol/record.ts'
import type { Usage } from '../../../protocol/schemas/turn.ts'
import { estimate, utf8Bytes } from './estimate.ts'

/** What role and separators of one message cost, and the start of the answer once a prompt (OpenAI's cookbook, rounded up). */
export const MESSAGE_TOKENS = 4

/** Shorter answers say little about how the provider counts: "ok" may be one token or three. */
const TELLING_TOKENS = 20
/** Providers count the end of an answer too. */
const ENDING_TOKENS = 8
/**
 * A question is not believed to be smaller than this part of its estimate, however few tokens its answer had: they may be of
 * different kinds, and a visitor who wants a cheap answer gets one.
 */
const LEAST_PART = 0.6

interface Answered {
  question: string
  answer: string
  usage: Usage | null
}

/**
 * The tokens of one question and its answer as two messages of a prompt, from this turn's texts and its own `usage` alone.
 * Nothing a later turn brings can change the number, so it is written down once. A correction that learned from every new
 * turn would shift the sizes of old ones, with them the point where the history is cut, and the provider's prompt cache
 * would miss.
 *
 * The upstream's count of the answer is exact. The question is guessed, times what the guess was wrong by on the answer:
 * the same model counts, and mostly the same language. (`prompt_tokens` would not tell: most of a prompt is older turns.)
 */
export function exchangeTokens({ question, answer, usage }: Answered): number {
  const guessed = estimate(answer)
  const counted = answerTokens(answer, usage)
  const wrong = guessed >= TELLING_TOKENS ? Math.max(LEAST_PART, counted / guessed) : 1
  return Math.ceil(estimate(question) * wrong) + counted + 2 * MESSAGE_TOKENS
}

/**
 * `completion_tokens` without the reasoning, which is not sent again. A count that cannot be this text's is not believed:
 * no tokenizer makes more tokens than the text has bytes (reasoning that is not told apart does), and a count that came in
 * the middle of the answer falls far short of the guess.
 */
export function answerTokens(answer: string, usage: Usage | null): number {
  const guessed = estimate(answer)
  const all = field(usage, 'completion_tokens')
  if (typeof all !== 'number') return guessed
  const reasoning = field(field(usage, 'completion_tokens_details'), 'reasoning_tokens')
  const counted = all - (typeof reasoning === 'number' ? reasoning : 0)
  return counted >= guessed / 4 && counted <= utf8Bytes(answer) + ENDING_TOKENS ? counted : guessed
}
