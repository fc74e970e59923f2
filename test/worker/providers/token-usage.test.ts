/** What an answer used: the shapes providers send, and those nobody should. */
import { describe, expect, test } from 'vitest'
import { estimatePrompt, usageOf, type TokenUsage } from '../../../worker/providers/pricing/token-usage.ts'

/** Our own estimates in these tests: a prompt of 50 tokens, an answer of 3. */
const PROMPT = 50
const ANSWER = 'one two'

const spent = (usage: unknown, answer = ANSWER) => usageOf({ usage, promptTokens: PROMPT, answer })

/** Prompt, cached, completion and reasoning tokens. */
const told = (
  promptTokens: number,
  cachedTokens: number,
  completionTokens: number,
  reasoningTokens: number,
): TokenUsage => ({
  promptTokens,
  cachedTokens,
  completionTokens,
  reasoningTokens,
  isEstimated: false,
})
const estimated = (...counts: Parameters<typeof told>): TokenUsage => ({ ...told(...counts), isEstimated: true })

const usage = (prompt: unknown, completion: unknown, more: object = {}) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  ...more,
})

const TABLE: readonly [string, unknown, TokenUsage][] = [
  ['OpenAI', usage(10, 20, { total_tokens: 30 }), told(10, 0, 20, 0)],
  [
    'OpenAI with a cached prompt and reasoning',
    usage(2006, 300, {
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 192, accepted_prediction_tokens: 0 },
    }),
    told(2006, 1920, 300, 192),
  ],
  [
    'DeepSeek',
    usage(100, 20, { total_tokens: 120, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }),
    told(100, 64, 20, 0),
  ],
  [
    'both words for the cache: OpenAI’s counts',
    usage(100, 20, { prompt_tokens_details: { cached_tokens: 32 }, prompt_cache_hit_tokens: 64 }),
    told(100, 32, 20, 0),
  ],
  ['details that are null', usage(10, 20, { prompt_tokens_details: null }), told(10, 0, 20, 0)],
  ['details that are a text', usage(10, 20, { completion_tokens_details: 'none' }), told(10, 0, 20, 0)],
  ['thinking that only the total counts', usage(8, 12, { total_tokens: 520 }), told(8, 0, 512, 500)],
  [
    'thinking named beside the completion, not in it',
    usage(8, 12, { total_tokens: 120, completion_tokens_details: { reasoning_tokens: 100 } }),
    told(8, 0, 112, 100),
  ],
  ['a total smaller than its parts', usage(10, 20, { total_tokens: 5 }), told(10, 0, 20, 0)],
  ['more cached than sent', usage(10, 20, { prompt_tokens_details: { cached_tokens: 99 } }), told(10, 10, 20, 0)],
  [
    'more reasoning than output',
    usage(10, 20, { completion_tokens_details: { reasoning_tokens: 99 } }),
    told(10, 0, 20, 20),
  ],
  ['cached tokens below zero', usage(10, 20, { prompt_tokens_details: { cached_tokens: -5 } }), told(10, 0, 20, 0)],
  ['fields nobody knows', usage(10, 20, { cost: 0.1, queue_time: 3 }), told(10, 0, 20, 0)],
  ['nothing', null, estimated(50, 0, 3, 0)],
  ['undefined', undefined, estimated(50, 0, 3, 0)],
  ['an empty object', {}, estimated(50, 0, 3, 0)],
  ['a list', [1, 2, 3], estimated(50, 0, 3, 0)],
  ['a text', 'lots', estimated(50, 0, 3, 0)],
  ['a number', 30, estimated(50, 0, 3, 0)],
  ['only zeros', usage(0, 0, { total_tokens: 0 }), estimated(50, 0, 3, 0)],
  ['no prompt tokens', { completion_tokens: 20 }, estimated(50, 0, 20, 0)],
  ['no prompt tokens, as of a prompt that was cached', usage(0, 20), estimated(50, 0, 20, 0)],
  ['no completion tokens', { prompt_tokens: 10, total_tokens: 10 }, estimated(10, 0, 3, 0)],
  ['only a total', { total_tokens: 30 }, estimated(50, 0, 3, 0)],
  ['counts below zero', usage(-1, -20), estimated(50, 0, 3, 0)],
  ['counts that are no numbers', usage(Number.NaN, Number.POSITIVE_INFINITY), estimated(50, 0, 3, 0)],
  ['counts as texts', usage('10', '20'), estimated(50, 0, 3, 0)],
  ['parts of tokens', usage(10.5, 20.5), estimated(50, 0, 3, 0)],
  ['more tokens than any model takes', usage(1e15, 20), estimated(50, 0, 20, 0)],
  ['a total beyond belief', usage(10, 20, { total_tokens: 1e18 }), told(10, 0, 20, 0)],
  ['the names of another API', { input_tokens: 10, output_tokens: 20 }, estimated(50, 0, 3, 0)],
]

describe('usage', () => {
  test.for(TABLE)('%s', ([, from, expected]) => expect(spent(from)).toEqual(expected))

  test('an answer without a word used no output, and that is no estimate', () => {
    expect(spent(usage(10, 0), '')).toEqual(told(10, 0, 0, 0))
  })

  test('an estimate goes by what was sent and what came back', () => {
    expect(spent(null, '')).toEqual(estimated(50, 0, 0, 0))
    expect(spent(null, '中国的首都是北京。').completionTokens).toBeGreaterThan(3)
    const messages = [{ role: 'system', content: 'Be brief.' } as const, { role: 'user', content: ANSWER } as const]
    expect(estimatePrompt([])).toBe(0)
    expect(estimatePrompt(messages)).toBe(4 + 4 + 4 + 3)
    const content = [ANSWER, ANSWER].map((text) => ({ type: 'text' as const, text }))
    expect(estimatePrompt([{ role: 'user', content }])).toBe(4 + 3 + 3)
  })
})
