import { describe, expect, test } from 'vitest'
import { faultOfEnd, finishReason } from '../../../worker/providers/reply/finish-reasons.ts'

/** As each provider writes it, what is kept, and what it means. */
const told: readonly [string, unknown, string | null, string | null][] = [
  ['OpenAI', 'stop', 'stop', null],
  ['OpenAI', 'length', 'length', null],
  ['OpenAI', 'content_filter', 'content_filter', 'finish-content-filter'],
  ['OpenAI', 'tool_calls', 'tool_calls', 'finish-tool-calls'],
  ['OpenAI', 'function_call', 'tool_calls', 'finish-tool-calls'],
  ['OpenRouter', 'error', 'error', 'finish-failed'],
  ['DeepSeek', 'insufficient_system_resource', 'insufficient_system_resource', 'finish-failed'],
  ['vLLM', 'abort', 'abort', 'finish-failed'],
  ['Zhipu', 'sensitive', 'content_filter', 'finish-content-filter'],
  ['Zhipu', 'network_error', 'network_error', 'finish-failed'],
  ['Zhipu', 'model_context_window_exceeded', 'length', null],
  ['Mistral', 'model_length', 'length', null],
  ['Gemini', 'STOP', 'stop', null],
  ['Gemini', 'MAX_TOKENS', 'length', null],
  ['Gemini', 'FinishReason.MAX_TOKENS', 'length', null],
  ['Gemini', 'SAFETY', 'content_filter', 'finish-content-filter'],
  ['Gemini', 'PROHIBITED_CONTENT', 'content_filter', 'finish-content-filter'],
  ['Gemini', 'MALFORMED_FUNCTION_CALL', 'tool_calls', 'finish-tool-calls'],
  ['Anthropic', 'end_turn', 'stop', null],
  ['Anthropic', 'stop_sequence', 'stop', null],
  ['Anthropic', 'max_tokens', 'length', null],
  ['Anthropic', 'refusal', 'content_filter', 'finish-content-filter'],
  ['Anthropic', 'pause_turn', 'pause_turn', 'finish-failed'],
  ['Cohere', 'COMPLETE', 'stop', null],
  ['Cohere', 'ERROR_TOXIC', 'content_filter', 'finish-content-filter'],
  ['Cohere', 'TIMEOUT', 'timeout', 'finish-failed'],
  ['a gateway', 'content-filter', 'content_filter', 'finish-content-filter'],
  ['a gateway', 'contentFilter', 'content_filter', 'finish-content-filter'],
  ['a gateway', 'Network-Error', 'error', 'finish-failed'],
  ['nobody', 'moon_phase', 'moon_phase', null],
]

test.for(told)('%s: %s', ([, reason, kept, fault]) => {
  expect(finishReason(reason)).toBe(kept)
  expect(faultOfEnd(finishReason(reason))).toBe(fault)
})

describe('a reason that is not a plain word', () => {
  test.for(['sk-0123456789abcdef', 'a whole sentence of it', 'fallback', '\u202Estop!x', 'x'.repeat(10_000)])(
    'is not stored: %s',
    (reason) => expect(finishReason(reason)).toBe('other'),
  )

  test.for([undefined, null, '', 'null', 1, { type: 'stop' }])('is not an error: %s', (reason) =>
    expect(finishReason(reason)).toBeNull(),
  )
})

test('an answer without a reason has no failure at its end', () => {
  expect(faultOfEnd(null)).toBeNull()
})
