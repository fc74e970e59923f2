/**
 * How many tokens a text is. An exact tokenizer weighs a megabyte and belongs to one model; `tokenx` guesses in 2 kB (within
 * 7 % on English and code, 21 % too many on Chinese), and what the upstream counted puts the guess right.
 */
import { estimateTokenCount } from 'tokenx'
import { field } from '../protocol/record.ts'
import type { Usage } from '../protocol/wire.ts'

/** What role and separators of one message cost, and the start of the answer once a prompt (OpenAI's cookbook, rounded up). */
export const MESSAGE_TOKENS = 4

/** Longer texts are judged by their beginning: an answer may have megabytes, and guessing takes 0.1 ms a kilobyte. */
const SAMPLE_CHARACTERS = 20_000
/** Shorter answers say little about how the provider counts: "ok" may be one token or three. */
const TELLING_TOKENS = 20
/** Providers count the end of an answer too. */
const ENDING_TOKENS = 8

/** An answer is asked about twice when it is settled: for what it cost, and for what it takes in the next prompt. */
let last = { text: '', tokens: 0 }

export function estimate(text: string): number {
  if (text !== last.text) last = { text, tokens: guess(text) }
  return last.tokens
}

function guess(text: string): number {
  if (text.length <= SAMPLE_CHARACTERS) return estimateTokenCount(text)
  return Math.ceil((estimateTokenCount(text.slice(0, SAMPLE_CHARACTERS)) * text.length) / SAMPLE_CHARACTERS)
}

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
  const counted = countedTokens(answer, guessed, usage)
  const wrong = guessed >= TELLING_TOKENS ? counted / guessed : 1
  return Math.ceil(estimate(question) * wrong) + counted + 2 * MESSAGE_TOKENS
}

/**
 * `completion_tokens` without the reasoning, which is not sent again. A count that cannot be this text's is not believed:
 * no tokenizer makes more tokens than the text has bytes (reasoning that is not told apart does), and a count that came in
 * the middle of the answer falls far short of the guess.
 */
function countedTokens(answer: string, guessed: number, usage: Usage | null): number {
  const all = field(usage, 'completion_tokens')
  if (typeof all !== 'number') return guessed
  const reasoning = field(field(usage, 'completion_tokens_details'), 'reasoning_tokens')
  const counted = all - (typeof reasoning === 'number' ? reasoning : 0)
  const most = new TextEncoder().encode(answer).length + ENDING_TOKENS
  return counted >= guessed / 4 && counted <= most ? counted : guessed
}
