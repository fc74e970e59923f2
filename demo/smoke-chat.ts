/** One visitor's conversation with a running Worker, over the API that the widget uses. */
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { field } from '../protocol/record.ts'

export interface SmokeAnswer {
  text: string
  /** Null if it is complete, otherwise why it is not. */
  trouble: string | null
  /** As the provider counts them. */
  tokens: number | null
  milliseconds: number
}

/** @param origin one that the site `demo` allows. */
export async function openChat(workerUrl: string, origin: string): Promise<(question: string) => Promise<SmokeAnswer>> {
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> => {
    const response = await fetch(workerUrl + path, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: status ${response.status}`)
    return response
  }
  const opened = await post('/v1/sites/demo/sessions', {})
  const token = String(field(await opened.json(), 'token'))

  return async (question) => {
    const started = performance.now()
    const turn = { id: crypto.randomUUID(), text: question }
    const response = await post('/v1/turns', turn, { authorization: `Bearer ${token}` })
    return { ...(await readAnswer(response)), milliseconds: Math.round(performance.now() - started) }
  }
}

async function readAnswer({ body }: Response): Promise<Omit<SmokeAnswer, 'milliseconds'>> {
  if (!body) return { text: '', trouble: 'no body', tokens: null }
  let text = ''
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for await (const { event, data } of events) {
    const value: unknown = JSON.parse(data)
    if (event === 'delta') text += String(field(value, 'text'))
    if (event === 'failed') return { text, trouble: String(field(field(value, 'error'), 'code')), tokens: null }
    if (event === 'done') {
      const turn = field(value, 'turn')
      const state = field(turn, 'state')
      const tokens = field(field(turn, 'usage'), 'total_tokens')
      const trouble = state === 'complete' ? null : String(state)
      return { text, trouble, tokens: typeof tokens === 'number' ? tokens : null }
    }
  }
  return { text, trouble: 'the stream ended without its last event', tokens: null }
}
