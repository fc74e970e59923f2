import { EventSourceParserStream } from 'eventsource-parser/stream'
import { hear } from './logged.ts'

export interface ReadEvent {
  id: string | undefined
  event: string | undefined
  data: Record<string, unknown>
}

/** The events of a response, as they come. */
export async function* events(response: Response): AsyncGenerator<ReadEvent, void> {
  if (!response.body) return
  const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for await (const { id, event, data } of stream) yield { id, event, data: JSON.parse(data) }
}

/** All of them. */
export async function readEvents(response: Response): Promise<ReadEvent[]> {
  const read = await Array.fromAsync(events(response))
  hear(`${JSON.stringify(read)}\n${words(read)}`)
  return read
}

export const words = (read: readonly ReadEvent[]): string =>
  read.map(({ event, data }) => (event === 'delta' ? String(data['text']) : '')).join('')
