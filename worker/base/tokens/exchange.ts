/** The size of an exchange in a prompt, once the provider's count is known. */
import { field } from '../../../protocol/record.ts'
import type { Usage } from '../../../protocol/schemas/turn.ts'
import { estimate, utf8Bytes } from './estimate.ts'

/** The tokens of a message's role and separators, and once per prompt of the answer's start (OpenAI's cookbook, rounded up). */
export const MESSAGE_TOKENS = 4

/** Shorter answers reveal little about how the provider counts: "ok" may be one token or three. */
const TELLING_TOKENS = 20
/** Providers count the end of an answer too. */
const ENDING_TOKENS = 8
/**
 * A question counts as at least this part of its estimate, however few tokens its answer had. The two may be very different
 * texts, and a visitor can provoke a cheap answer.
 */
const LEAST_PART = 0.6

interface Answered {
  question: string
  answer: string
  usage: Usage | null
}

/**
 * The tokens of one question and its answer as two messages of a prompt, based only on this turn's texts and its own `usage`.
 * Later turns cannot change the number, so it is stored once. A correction that learned from every new turn would change the
 * sizes of old ones, and with them the point where the history is cut; the provider's prompt cache would then miss.
 *
 * The upstream's count of the answer is exact. The question's estimate is scaled by the error of the answer's estimate: the same
 * model counts both, and the language is usually the same. (`prompt_tokens` would not help: most of a prompt is older turns.)
 */
export function exchangeTokens({ question, answer, usage }: Answered): number {
  const guessed = estimate(answer)
  const counted = answerTokens(answer, usage)
  const wrong = guessed >= TELLING_TOKENS ? Math.max(LEAST_PART, counted / guessed) : 1
  return Math.ceil(estimate(question) * wrong) + counted + 2 * MESSAGE_TOKENS
}

/**
 * `completion_tokens` without the reasoning, which is not sent again. An impossible count is ignored: no tokenizer makes more
 * tokens than the text has bytes (unless reasoning is included unmarked), and a count from the middle of the answer is far below
 * the estimate.
 */
export function answerTokens(answer: string, usage: Usage | null): number {
  const guessed = estimate(answer)
  const all = field(usage, 'completion_tokens')
  if (typeof all !== 'number') return guessed
  const reasoning = field(field(usage, 'completion_tokens_details'), 'reasoning_tokens')
  const counted = all - (typeof reasoning === 'number' ? reasoning : 0)
  return counted >= guessed / 4 && counted <= utf8Bytes(answer) + ENDING_TOKENS ? counted : guessed
}
