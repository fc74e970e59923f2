import { createParser } from 'eventsource-parser'

/** The Worker sends a comment every 15 s. A connection that is silent for longer than this is dead. */
const SILENCE_MS = 40_000

export interface Arrival {
  /** Empty if the event had none. */
  id: string
  event: string
  data: unknown
}

/** The events of one response, until it ends. Leaving the loop, `signal` or silence aborts the request. */
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
    // A captive portal answers every request with 200 and its own page.
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
