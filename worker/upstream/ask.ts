import { Failure } from '../../protocol/failure.ts'
import { callProvider } from './call.ts'
import { Deadline, type Deadlines } from './deadline.ts'
import { Fault, type FaultName } from './faults.ts'
import type { Provider } from './providers.ts'
import { openReply } from './reply.ts'
import { readAdaptively } from './read.ts'
import { readWhole } from './whole.ts'
import { statusFault } from './status-fault.ts'
import type { Piece } from './upstream.ts'

/** Some 50,000 tokens: no answer to a visitor is as long, a model that repeats itself is. */
export const ANSWER_CHARACTERS = 200_000
/** What its frames may take: each character has one of its own at most, and some providers write 400 bytes around a word of four. */
const ANSWER_FRAMES = ANSWER_CHARACTERS
const ANSWER_BYTES = 128 * ANSWER_CHARACTERS

/** What a `finish_reason` means that does not end an answer well. */
const UNFINISHED: ReadonlyMap<string | null, FaultName> = new Map([
  ['content_filter', 'finish-content-filter'],
  ['tool_calls', 'finish-tool-calls'],
  ['function_call', 'finish-tool-calls'],
  ['error', 'error-frame'],
])

interface Asking {
  signal: AbortSignal
  deadlines: Partial<Deadlines>
  call?: typeof callProvider
}

/**
 * Asks one provider, once. Both reply forms are understood: an event stream of chunks, and the plain JSON completion of a
 * provider that ignores `stream`.
 *
 * @throws Failure as `Upstream` does, most of them a `Fault`; the caller's own reason when `signal` aborts.
 */
export async function* ask(
  provider: Provider,
  body: Record<string, unknown>,
  { signal, deadlines, call = callProvider }: Asking,
): AsyncGenerator<Piece, void> {
  const deadline = new Deadline(signal, deadlines)
  let lost: FaultName = 'connection-refused'
  try {
    const response = await call(provider, body, deadline.signal)
    lost = 'reset-mid-stream'
    let characters = 0
    let last: Piece | undefined
    for await (const { text, completion } of readAnswer(response, deadline)) {
      completion.provider = provider.name
      last = { text: text.slice(0, ANSWER_CHARACTERS - characters), completion }
      characters += text.length
      yield last
      if (characters > ANSWER_CHARACTERS) throw new Fault('endless-stream')
    }
    const unfinished = UNFINISHED.get(last?.completion.finishReason ?? null)
    if (unfinished) throw new Fault(unfinished)
  } catch (error) {
    throw signal.aborted ? signal.reason : known(error, deadline.signal, lost)
  } finally {
    // Also when the visitor pressed stop: the provider should not go on counting tokens.
    deadline.close()
  }
}

async function* readAnswer(response: Response, deadline: Deadline): AsyncGenerator<Piece, void> {
  if (response.status !== 200) {
    await response.body?.cancel()
    throw statusFault(response.status, response.headers.get('retry-after'))
  }
  if (!response.body) throw new Fault('empty')
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('html')) throw new Fault('html')
  if (type.includes('json')) {
    yield await readWhole(response.body)
    return
  }
  const reply = openReply()
  let read = 0
  try {
    for await (const bytes of readAdaptively(response.body)) {
      deadline.extend()
      const text = reply.feed(bytes)
      if (text) yield { text, completion: reply.completion }
      if (reply.failure) throw reply.failure
      if (reply.closed) break
      read += bytes.byteLength
      if (read > ANSWER_BYTES || reply.frames > ANSWER_FRAMES) throw new Fault('endless-frames')
      if (reply.ended) deadline.hurry()
    }
  } catch (error) {
    // With its finish_reason the answer is whole: what is lost with the connection is the usage at most.
    if (!reply.ended || reply.failure) throw error
  }
  const text = reply.finish()
  yield { text, completion: reply.completion }
  if (reply.failure) throw reply.failure
  if (!reply.ended) throw new Fault(reply.heard ? 'end-mid-word' : 'end-after-role')
}

/** What `fetch` and `read` throw is a text of the runtime's: refused, reset, unknown host. */
function known(error: unknown, signal: AbortSignal, lost: FaultName): unknown {
  if (error instanceof Failure) return error
  if (signal.aborted) return signal.reason
  return new Fault(lost, { detail: error instanceof Error ? error.name : 'connection failed' })
}
