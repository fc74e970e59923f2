import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { streamText } from 'ai'

/** As in the AI SDK's own examples. */
export default {
  async fetch(request, { UPSTREAM }) {
    if (request.method === 'GET') return new Response('ok')
    const { model, messages } = await request.json()
    const provider = createOpenAICompatible({ name: 'bench', baseURL: UPSTREAM, apiKey: 'sk-bench' })
    const [system, ...others] = messages
    return streamText({ model: provider(model), system: system.content, messages: others }).toTextStreamResponse()
  },
}
