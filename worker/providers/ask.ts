import { Failure } from '../../protocol/failure.ts'
import { callProvider, type ProviderRequest } from './call.ts'
import { Deadline, type Deadlines } from './deadline.ts'
import { Fault, type FaultName } from './reply/faults.ts'
import { faultOfEnd } from './reply/finish-reasons.ts'
import { openBody, readText } from './reply/body-form.ts'
import type { Provider } from './provider-list.ts'
import type { Dialect } from './dialect.ts'
import { readAdaptively } from './reply/read-events.ts'
import { statusFault } from './reply/status-fault.ts'
import type { Piece } from './upstream.ts'
import { visibleWords } from './reply/visible-words.ts'

/** About 50,000 tokens: no real answer is that long, but one from a model that repeats itself is. */
export const ANSWER_CHARACTERS = 200_000
/** What its frames may take: at worst one per character, and some providers send 400 bytes around a word of four letters. */
const ANSWER_FRAMES = ANSWER_CHARACTERS
const ANSWER_BYTES = 128 * ANSWER_CHARACTERS

interface Asking {
  signal: AbortSignal
  deadlines: Partial<Deadlines>
  call?: typeof callProvider
}

/**
 * Asks one provider once. It understands both forms of a reply: an event stream, and a single text from a provider that does not
 * stream.
 *
 * @throws Failure as `Upstream` does, most of them a `Fault`; the caller's own reason when `signal` aborts.
 */
export async function* ask(
  provider: Provider,
  request: ProviderRequest,
  { signal, deadlines, call = callProvider }: Asking,
): AsyncGenerator<Piece, void> {
  const deadline = new Deadline(signal, deadlines)
  let lost: FaultName = 'connection-refused'
  try {
    const response = await call(provider, request, deadline.signal)
    lost = 'reset-mid-stream'
    const visible = visibleWords()
    let characters = 0
    let hasWords = false
    let finishReason: string | null = null
    for await (const { text, completion, isLast } of readAnswer(response, provider.dialect, deadline, signal)) {
      completion.provider = provider.name
      finishReason = completion.finishReason
      const kept = visible.take(text.slice(0, ANSWER_CHARACTERS - characters))
      const words = isLast ? kept + visible.finish() : kept
      characters += text.length
      hasWords ||= words !== ''
      yield { text: words, completion }
      if (characters > ANSWER_CHARACTERS) throw new Fault('endless-stream')
    }
    const fault = faultOfEnd(finishReason) ?? (hasWords ? null : emptyFault(finishReason))
    if (fault) throw new Fault(fault, finishReason === null ? {} : { detail: finishReason })
  } catch (error) {
    throw signal.aborted ? signal.reason : known(error, deadline.signal, lost)
  } finally {
    // Also when the visitor pressed stop: the provider should not go on producing tokens.
    deadline.close()
  }
}

/** The model used up its output limit before the first word, usually by reasoning. It would do so again. */
const emptyFault = (finishReason: string | null): FaultName =>
  finishReason === 'length' ? 'finish-length-without-words' : 'finish-without-words'

interface Read extends Piece {
  /** The provider said that the answer is whole, and this is its last piece. */
  isLast: boolean
}

async function* readAnswer(
  response: Response,
  dialect: Dialect,
  deadline: Deadline,
  caller: AbortSignal,
): AsyncGenerator<Read, void> {
  // Some gateways answer 201.
  if (!response.ok) {
    await response.body?.cancel()
    throw statusFault(response.status, response.headers.get('retry-after'))
  }
  if (!response.body) throw new Fault('empty')
  const reply = dialect.reader()
  const reads = readAdaptively(response.body, () => reply.ended)
  const label = response.headers.get('content-type') ?? ''
  const { form, head } = await openBody(reads, { label, streamStart: dialect.streamStart }, () => deadline.extend())
  if (form === 'html') throw new Fault('html')
  if (form === 'whole') {
    yield { ...dialect.readWhole(await readText(head, heard(reads, deadline))), isLast: true }
    return
  }
  const { completion } = reply
  let read = head.byteLength
  try {
    const text = reply.feed(head)
    if (text) yield { text, completion, isLast: false }
    while (!reply.failure && !reply.closed) {
      if (reply.isQuiet) deadline.hurry()
      const { done, value } = await reads.next()
      if (done) break
      const { frames } = reply
      const text = reply.feed(value)
      if (!reply.isQuiet || reply.frames > frames) deadline.extend()
      if (text) yield { text, completion, isLast: false }
      read += value.byteLength
      if (read > ANSWER_BYTES || reply.frames > ANSWER_FRAMES) throw new Fault('endless-frames')
    }
  } catch (error) {
    // If the reply is quiet, at most the usage is lost. If its last words came with a `finish_reason`, more may follow, unless it
    // has been silent for long.
    const isSilent = deadline.signal.aborted && !caller.aborted
    if (!(isSilent ? reply.isWhole : reply.isQuiet)) throw error
  } finally {
    await reads.return()
  }
  const text = reply.finish()
  const fault = reply.failure ?? (reply.ended ? undefined : new Fault(reply.heard ? 'end-mid-word' : 'end-after-role'))
  yield { text, completion, isLast: fault === undefined }
  if (fault) throw fault
}

/** A gateway that sends a whole answer in pieces is not silent. */
async function* heard(reads: AsyncIterable<Uint8Array>, deadline: Deadline): AsyncGenerator<Uint8Array, void> {
  for await (const bytes of reads) {
    deadline.extend()
    yield bytes
  }
}

/** `fetch` and `read` throw the runtime's own messages: refused, reset, unknown host. */
function known(error: unknown, signal: AbortSignal, lost: FaultName): unknown {
  if (error instanceof Failure) return error
  if (signal.aborted) return signal.reason
  return new Fault(lost, { detail: error instanceof Error ? error.name : 'connection failed' })
}
