import type { Turn } from '../protocol/wire.ts'
import type { Site } from '../protocol/site.ts'
import type { ChatRequest, Message } from './upstream/upstream.ts'

/** One earlier turn, as far as the model is concerned. */
export type Exchange = Pick<Turn, 'question' | 'answer'>

/** The persona, the earlier turns in order, the new question. A question that never got a word of answer is left out. */
export function prompt(site: Site, history: readonly Exchange[], question: string): Message[] {
  return [
    ...(site.instructions ? [{ role: 'system', content: site.instructions } as const] : []),
    ...history.filter(({ answer }) => answer !== '').flatMap(asMessages),
    { role: 'user', content: question },
  ]
}

function asMessages({ question, answer }: Exchange): Message[] {
  return [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ]
}

/**
 * What is asked of the upstream: built from the stored site and nothing else.
 *
 * Source: https://platform.openai.com/docs/api-reference/chat/create
 */
export function chatRequest(site: Site, messages: Message[]): ChatRequest {
  return {
    provider: site.upstream,
    model: site.model,
    messages,
    temperature: site.temperature,
    max_tokens: site.maxTokens,
    ...(site.topP !== undefined && { top_p: site.topP }),
    ...(site.presencePenalty !== undefined && { presence_penalty: site.presencePenalty }),
    ...(site.frequencyPenalty !== undefined && { frequency_penalty: site.frequencyPenalty }),
    ...(site.stop?.length && { stop: site.stop }),
    ...(site.seed !== undefined && { seed: site.seed }),
    ...(site.reasoningEffort !== undefined && { reasoning_effort: site.reasoningEffort }),
  }
}
