/** What one answer used, in tokens: read from the API's `usage`, or estimated if the provider does not report it. Pure. */
import { field } from '../../../protocol/record.ts'
import { estimate } from '../../base/tokens/estimate.ts'
import { MESSAGE_TOKENS } from '../../base/tokens/exchange.ts'
import { contentTokens, type Content, type Message } from '../message.ts'

/** Whole numbers; cached tokens are part of the prompt's, reasoning tokens are part of the completion's. */
export interface TokenUsage {
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  reasoningTokens: number
  /** Part of it is our estimate, not the provider's count. */
  isEstimated: boolean
}

/** A request that was never sent, or that the provider refused. */
export const NO_TOKENS: TokenUsage = {
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  isEstimated: false,
}

/** All tries of one attempt: each of them is paid for. */
export const both = (one: TokenUsage, other: TokenUsage): TokenUsage => ({
  promptTokens: one.promptTokens + other.promptTokens,
  cachedTokens: one.cachedTokens + other.cachedTokens,
  completionTokens: one.completionTokens + other.completionTokens,
  reasoningTokens: one.reasoningTokens + other.reasoningTokens,
  isEstimated: one.isEstimated || other.isEstimated,
})

interface Answered {
  /** As received, not validated. */
  usage: unknown
  /** Our estimate of the prompt. */
  promptTokens: number
  answer: string
  /** Tokens that may have been produced besides its words; the total is at most this. */
  output?: number
}

/**
 * What an answer used. A missing or impossible count is estimated, and the result is marked as estimated.
 *
 * Source: https://platform.openai.com/docs/api-reference/chat/object (`usage`), and DeepSeek's `prompt_cache_hit_tokens`:
 *   https://api-docs.deepseek.com/guides/kv_cache
 */
export function usageOf({ usage, promptTokens: estimatedPrompt, answer, output = 0 }: Answered): TokenUsage {
  const told = { prompt: count(usage, 'prompt_tokens'), completion: count(usage, 'completion_tokens') }
  // A prompt has tokens, and so has an answer with words: some local providers report 0 for a cached prompt.
  const prompt = told.prompt || null
  const completion = told.completion === 0 && answer !== '' ? null : told.completion
  const promptTokens = prompt ?? estimatedPrompt
  const reasoning = count(field(usage, 'completion_tokens_details'), 'reasoning_tokens') ?? 0
  const unnamed = prompt === null || completion === null ? 0 : unnamedTokens(usage, prompt + completion)
  const completionTokens = (completion ?? Math.max(output, estimate(answer))) + unnamed
  return {
    promptTokens,
    cachedTokens: Math.min(promptTokens, cachedTokens(usage)),
    completionTokens,
    reasoningTokens: Math.min(completionTokens, Math.max(reasoning, unnamed)),
    isEstimated: prompt === null || completion === null,
  }
}

export const estimatePrompt = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + estimateMessage(content), 0)

/** One message of a prompt. */
export const estimateMessage = (content: Content): number => MESSAGE_TOKENS + contentTokens(content, estimate)

/** More than any context window: a larger count is a fault, and would spoil the sums of a whole month. */
const MOST_TOKENS = 20_000_000

/** A plausible number of tokens; otherwise null. */
function count(from: unknown, name: string): number | null {
  const value = field(from, name)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : null
}

function cachedTokens(usage: unknown): number {
  return count(field(usage, 'prompt_tokens_details'), 'cached_tokens') ?? count(usage, 'prompt_cache_hit_tokens') ?? 0
}

/** Some providers leave reasoning out of `completion_tokens` and count it only in the total. It is billed as output. */
function unnamedTokens(usage: unknown, named: number): number {
  return Math.max(0, (count(usage, 'total_tokens') ?? 0) - named)
}
