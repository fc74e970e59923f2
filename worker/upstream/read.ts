/** Bytes that arrive within this make one event: 25 a second is what a screen can show. */
const EVENT_MILLISECONDS = 40
const MOST_BYTES = 16 * 1024
/** The first words are passed on as they come. */
const EAGER_READS = 2

/**
 * Reads a body in steps of about 40 ms, following the stream's own rate.
 *
 * Every chunk that passes through JavaScript costs 0.13–0.23 ms in workerd, and `read()` returns one HTTP chunk at most.
 * `readAtLeast` waits natively: CPU of a 200-chunk answer falls from 4–7 times a bare `return fetch()` to 1–2.
 * The price is that what came since the last step (about 40 ms of words) is lost when the connection breaks.
 *
 * Each view is valid until the next one is asked for.
 */
export async function* readAdaptively(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader({ mode: 'byob' })
  let buffer = new ArrayBuffer(2 * MOST_BYTES)
  let started = 0
  let bytes = 0
  try {
    for (let reads = 0; ; reads += 1) {
      const least = reads < EAGER_READS ? 1 : stepBytes(bytes, Date.now() - started)
      const { done, value } = await reader.readAtLeast(least, new Uint8Array(buffer))
      if (value?.byteLength) {
        started ||= Date.now()
        bytes += value.byteLength
        yield value
        buffer = value.buffer
      }
      if (done) return
    }
  } finally {
    await reader.cancel().catch(ignoreBroken)
  }
}

/** The whole stream's average: a hiccup and the burst after it leave it as it was. */
function stepBytes(bytes: number, elapsed: number): number {
  const perMillisecond = bytes / (elapsed + EVENT_MILLISECONDS)
  return Math.min(MOST_BYTES, Math.max(1, Math.floor(perMillisecond * EVENT_MILLISECONDS)))
}

/** A stream that broke has told its reader already; there is nothing left to cancel. */
function ignoreBroken(): void {}
