/**
 * What the end of an answer means. Each provider has its own words for it, in capitals or not, with `_`, `-` or neither: OpenAI,
 * Azure, OpenRouter, DeepSeek, Workers AI, llama.cpp, vLLM, Ollama, and behind gateways Anthropic, Gemini, Mistral, Cohere, Zhipu
 * and others.
 *
 * Sources: https://platform.openai.com/docs/api-reference/chat/object, https://api-docs.deepseek.com/api/create-chat-completion,
 *   https://openrouter.ai/docs/api-reference/overview, https://ai.google.dev/api/generate-content#FinishReason,
 *   https://docs.anthropic.com/en/api/handling-stop-reasons, https://docs.cohere.com/reference/chat, https://docs.mistral.ai/api,
 *   https://docs.z.ai/api-reference/llm/chat-completion
 */
import type { FaultName } from './faults.ts'

/** Grouped by OpenAI's word; `failed` has none. Only letters, without separators. */
const WORDS = {
  stop: ['stop', 'stopsequence', 'endturn', 'eos', 'eostoken', 'complete', 'completed', 'normal'],
  length: ['length', 'maxtokens', 'maxoutputtokens', 'modellength', 'modelcontextwindowexceeded'],
  content_filter: [
    'contentfilter',
    'contentfiltered',
    'safety',
    'sensitive',
    'refusal',
    'recitation',
    'blocklist',
    'prohibitedcontent',
    'spii',
    'language',
    'errortoxic',
    'guardrailintervened',
  ],
  tool_calls: [
    'toolcalls',
    'toolcall',
    'tooluse',
    'functioncall',
    'malformedfunctioncall',
    'malformedtooluse',
    'unexpectedtoolcall',
    'toomanytoolcalls',
  ],
  failed: [
    'error',
    'failed',
    'errorlimit',
    'networkerror',
    'servererror',
    'internalerror',
    'insufficientsystemresource',
    'overloaded',
    'timeout',
    'abort',
    'aborted',
    'cancel',
    'cancelled',
    'canceled',
    'usercancel',
    'interrupted',
    'incomplete',
    'pauseturn',
    'malformedresponse',
  ],
} as const

type Meaning = keyof typeof WORDS

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  (['stop', 'length', 'content_filter', 'tool_calls', 'failed'] as const).flatMap((meaning) =>
    WORDS[meaning].map((word) => [word, meaning] as const),
  ),
)

const FAULT_OF: Readonly<Record<Meaning, FaultName | null>> = {
  stop: null,
  length: null,
  content_filter: 'finish-content-filter',
  tool_calls: 'finish-tool-calls',
  failed: 'finish-failed',
}

/** Longer ones are ignored. */
const REASON_CHARACTERS = 64
/** The provider's own words that may be stored and logged: letters and `_`, so that neither a key nor a sentence fits. */
const PLAIN = /^[a-z]+(?:_[a-z]+){0,5}$/
/** Our own word, for an answer that came from no provider (`worker/session/usage/admission.ts`). */
const OWN_REASON = 'fallback'

const meaningOf = (reason: string): Meaning | undefined =>
  // Python prints an enum value with the enum's name.
  MEANINGS.get(reason.toLowerCase().replace(/^finishreason\.|[^a-z]/g, ''))

/** A `finish_reason` as it is stored: OpenAI's word if there is one, otherwise the provider's own; null: none was given. */
export function finishReason(told: unknown): string | null {
  if (typeof told !== 'string' || told === '' || told === 'null') return null
  if (told.length > REASON_CHARACTERS) return 'other'
  const own = told.toLowerCase()
  const isPlain = PLAIN.test(own)
  const meaning = meaningOf(told)
  if (meaning === undefined) return isPlain && own !== OWN_REASON ? own : 'other'
  if (meaning !== 'failed') return meaning
  return isPlain ? own : 'error'
}

/** The fault of an answer that ended for this reason. An unknown reason is accepted, and logged with the turn. */
export function faultOfEnd(reason: string | null): FaultName | null {
  const meaning = reason === null ? undefined : meaningOf(reason)
  return meaning === undefined ? null : FAULT_OF[meaning]
}
