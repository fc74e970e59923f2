/** Many answers at once: whether each is complete, the CPU time of a turn, and how far words lag behind the provider. */
import { startOwnUpstream } from './own-upstream.ts'
import { processorTime } from './processor-time.ts'
import { startSubject } from './subject.ts'
import { timedPost } from './timed-post.ts'

export interface Streams {
  streams: number
  complete: number
  /** Per turn, until the last word. */
  cpuMilliseconds: number
  /** For every word, from the provider's write to its arrival here; and the same without a Worker in between. */
  lagMilliseconds: number[]
  upstreamLagMilliseconds: number[]
}

const CHUNKS = 100
const PAUSE_MILLISECONDS = 20

export async function manyStreams(counts: readonly number[]): Promise<Streams[]> {
  const upstream = await startOwnUpstream()
  const subject = await startSubject(upstream.url)
  try {
    const found: Streams[] = []
    for (const streams of counts) {
      const tokens = await Promise.all(Array.from({ length: streams }, () => subject.open()))
      await upstream.answer({ chunks: CHUNKS, pauseMilliseconds: PAUSE_MILLISECONDS, isStamped: true })
      const before = await processorTime(subject.pid)
      const turns = await Promise.all(
        tokens.map((token) =>
          listen(`${subject.url}/v1/turns`, subject.headers(token), { id: crypto.randomUUID(), text: 'all at once' }),
        ),
      )
      const cpuMilliseconds = ((await processorTime(subject.pid)) - before) / streams
      const body = { model: 'bench', stream: true, messages: [{ role: 'user', content: 'all at once' }] }
      const plain = await Promise.all(tokens.map(() => listen(`${upstream.url}/chat/completions`, {}, body)))
      found.push({
        streams,
        complete: turns.filter(({ isDone, lags }) => isDone && lags.length === CHUNKS).length,
        cpuMilliseconds,
        lagMilliseconds: turns.flatMap(({ lags }) => lags),
        upstreamLagMilliseconds: plain.flatMap(({ lags }) => lags),
      })
    }
    return found
  } finally {
    await subject.stop()
    await upstream.stop()
  }
}

/** The lag of every word. Words contain the time at which they were written: `word-7@1764129999123 `. */
async function listen(url: string, headers: Record<string, string>, body: unknown) {
  const lags: number[] = []
  let rest = ''
  const { tail } = await timedPost(url, headers, body, (text) => {
    const now = Date.now()
    rest += text
    let end = 0
    for (const { 0: word, 1: written, index } of rest.matchAll(/@(\d{13}) /g)) {
      lags.push(now - Number(written))
      end = index + word.length
    }
    rest = rest.slice(end)
  })
  return { lags, isDone: tail.includes('event: done') }
}
