import OpenAI from 'openai'

/** A typical Worker that shows an answer word by word: it reads each chunk, and sends it as an event. */
export default {
  async fetch(request, { UPSTREAM }) {
    if (request.method === 'GET') return new Response('ok')
    const openai = new OpenAI({ apiKey: 'sk-bench', baseURL: UPSTREAM })
    const stream = await openai.chat.completions.create(await request.json())
    const encoder = new TextEncoder()
    const events = new ReadableStream({
      async start(controller) {
        for await (const chunk of stream) {
          const text = chunk.choices[0]?.delta?.content
          if (text) controller.enqueue(encoder.encode(`event: delta\ndata: ${JSON.stringify({ text })}\n\n`))
        }
        controller.close()
      },
    })
    return new Response(events, { headers: { 'content-type': 'text/event-stream' } })
  },
}
