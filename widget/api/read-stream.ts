import { createParser } from 'eventsource-parser'

/** The Worker sends a comment every 15 s: a connection that is silent for longer than this is dead without knowing it. */
const SILENCE_MS = 40_000

export interface Arrival {
  /** Empty when the event had none. */
  id: string
  event: string
  data: unknown
}

/** The events of one response, to its end. Leaving the loop aborts the request; so does `signal`, and so does silence. */
export async function* readStream(
  open: (signal: AbortSignal) => Promise<Response>,
  signal: AbortSignal,
): AsyncGenerator<Arrival, void> {
  signal.throwIfAborted()
  const cut = new AbortController()
  const hangUp = () => cut.abort()
  signal.addEventListener('abort', hangUp)
  let silence = setTimeout(hangUp, SILENCE_MS)

  try {
    const { body, headers } = await open(cut.signal)
    // A captive portal answers 200 to everything, with a page of its own.
    if (!body || !/^text\/event-stream\b/i.test(headers.get('content-type') ?? '')) return

    const arrived: Arrival[] = []
    const parser = createParser({
      onEvent: ({ id = '', event = '', data }) => arrived.push({ id, event, data: JSON.parse(data) }),
    })
    const reader = body.getReader()
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      clearTimeout(silence)
      silence = setTimeout(hangUp, SILENCE_MS)
      parser.feed(decoder.decode(value, { stream: true }))
      yield* arrived.splice(0)
    }
  } finally {
    clearTimeout(silence)
    signal.removeEventListener('abort', hangUp)
    hangUp()
  }
}
