import { dialectOf } from './dialects.ts'
import type { Provider } from './provider-list.ts'
import { samplingFields, type SamplingFields } from './sampling.ts'
import type { ChatRequest, Message } from './upstream.ts'

/** The body of a streamed request, in the API's own field names. Unset fields are left out. */
export type ChatBody = {
  model: string
  messages: Message[]
  stream: true
  stream_options: { include_usage: true }
} & SamplingFields

/** A request as this provider's model takes it. */
export function chatBody(provider: Provider, model: string, { messages, sampling }: ChatRequest): ChatBody {
  const isReasoning = reasons(provider, model)
  const isStrict = isReasoning && dialectOf(provider.dialect).isStrict
  return {
    model,
    messages,
    ...samplingFields(sampling, { isReasoning, isStrict }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

/** o1, o3-mini, gpt-5, gpt-5.1-mini, gpt-10, `openai/o4-mini`; not gpt-4o and not gpt-5-chat-latest. */
const REASONING = /^(?:openai\/)?(?:o[1-9]\d*|gpt-(?:[5-9]|\d\d)(?:\.\d+)?)(?:-(?!chat)|$)/

/** By its name, or because the configuration says so: an Azure deployment may be called anything. */
const reasons = ({ reasoning }: Provider, model: string): boolean =>
  reasoning.includes(model) || REASONING.test(model.toLowerCase())
