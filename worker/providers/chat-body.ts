import { dialectOf } from './dialects.ts'
import type { Provider } from './provider-list.ts'
import type { ChatRequest, Message } from './upstream.ts'

/** The body of a streamed request, in the API's own field names. Unset fields are left out. */
export type ChatBody = {
  model: string
  messages: Message[]
  stream: true
  stream_options: { include_usage: true }
  temperature?: number
  max_tokens?: number
  max_completion_tokens?: number
  top_p?: number
  presence_penalty?: number
  frequency_penalty?: number
  stop?: string[]
  seed?: number
  reasoning_effort?: NonNullable<ChatRequest['reasoning_effort']>
}

/**
 * A request as this provider's model takes it. OpenAI's reasoning models answer 400 to `max_tokens`, to sampling settings and
 * to `stop`; other models answer 400 to `reasoning_effort`.
 *
 * Source: https://developers.openai.com/api/docs/guides/reasoning and the field notes of
 * https://platform.openai.com/docs/api-reference/chat/create
 */
export function chatBody(provider: Provider, model: string, request: ChatRequest): ChatBody {
  const { messages, seed, reasoning_effort } = request
  const isReasoning = reasons(provider, model)
  return {
    model,
    messages,
    ...(isReasoning && dialectOf(provider.dialect).isStrict
      ? request.max_tokens !== undefined && { max_completion_tokens: request.max_tokens }
      : sampling(request)),
    ...(seed !== undefined && { seed }),
    ...(isReasoning && reasoning_effort !== undefined && { reasoning_effort }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

function sampling({ temperature, max_tokens, top_p, presence_penalty, frequency_penalty, stop }: ChatRequest) {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(max_tokens !== undefined && { max_tokens }),
    ...(top_p !== undefined && { top_p }),
    ...(presence_penalty !== undefined && { presence_penalty }),
    ...(frequency_penalty !== undefined && { frequency_penalty }),
    ...(stop !== undefined && { stop }),
  }
}

/** o1, o3-mini, gpt-5, gpt-5.1-mini, gpt-10, `openai/o4-mini`; not gpt-4o and not gpt-5-chat-latest. */
const REASONING = /^(?:openai\/)?(?:o[1-9]\d*|gpt-(?:[5-9]|\d\d)(?:\.\d+)?)(?:-(?!chat)|$)/

/** By its name, or because the configuration says so: an Azure deployment may be called anything. */
const reasons = ({ reasoning }: Provider, model: string): boolean =>
  reasoning.includes(model) || REASONING.test(model.toLowerCase())
