/** Every body we send is one that OpenAI's own types describe; compiling this file is half of the test. */
import type OpenAI from 'openai'
import { expect, test } from 'vitest'
import { DIALECT_NAMES, dialectOf } from '../../../../worker/providers/dialects.ts'
import type { ChatRequest } from '../../../../worker/providers/upstream.ts'

type Published = OpenAI.ChatCompletionCreateParamsStreaming

/** Every field that the published types know: a new one of theirs, or a wrong one here, does not compile. */
const FIELDS = {
  messages: true,
  model: true,
  audio: true,
  frequency_penalty: true,
  function_call: true,
  functions: true,
  logit_bias: true,
  logprobs: true,
  max_completion_tokens: true,
  max_tokens: true,
  metadata: true,
  modalities: true,
  moderation: true,
  n: true,
  parallel_tool_calls: true,
  prediction: true,
  presence_penalty: true,
  prompt_cache_key: true,
  prompt_cache_options: true,
  prompt_cache_retention: true,
  reasoning_effort: true,
  response_format: true,
  safety_identifier: true,
  seed: true,
  service_tier: true,
  stop: true,
  store: true,
  stream: true,
  stream_options: true,
  temperature: true,
  tool_choice: true,
  tools: true,
  top_logprobs: true,
  top_p: true,
  user: true,
  verbosity: true,
  web_search_options: true,
} satisfies Record<keyof Published, true>

const everything: ChatRequest = {
  provider: '',
  model: '',
  messages: [
    { role: 'system', content: 'be brief' },
    { role: 'user', content: 'where?' },
    { role: 'user', content: [{ type: 'text', text: 'and how?' }] },
    { role: 'assistant', content: 'here' },
  ],
  sampling: {
    temperature: 0.6,
    maxTokens: 100,
    topP: 0.9,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    stop: ['END'],
    seed: 7,
    reasoningEffort: 'minimal',
  },
}

test.for(
  DIALECT_NAMES.flatMap((dialect) =>
    ['gpt-4.1-mini', 'gpt-5-mini', 'o4-mini', 'm'].map((model) => ({ dialect, model })),
  ),
)('the body for $model at $dialect has only fields that are published', ({ dialect, model }) => {
  const provider = {
    name: 'p',
    baseUrl: 'https://api.example.com/v1',
    key: 'k',
    dialect: dialectOf(dialect),
    model,
    models: {},
    reasoning: ['m'],
    apiVersion: '',
    gatewayToken: '',
  }
  const body: Published = provider.dialect.body(provider, model, everything)
  expect(Object.keys(body).filter((field) => !(field in FIELDS))).toEqual([])
  // One of the two, never both.
  expect('max_tokens' in body).toBe(!('max_completion_tokens' in body))
})
