import { Failure } from '../../protocol/failure.ts'
import { Deadline, type Deadlines } from './deadline.ts'
import { openReply } from './reply.ts'
import { readAdaptively } from './read.ts'
import { readWhole } from './whole.ts'
import { statusFailure } from './status.ts'
import type { ChatRequest, Piece, Upstream } from './upstream.ts'

interface Provider {
  /** Up to and with the version, as the OpenAI SDKs take it: `https://api.openai.com/v1`. */
  baseUrl: string
  /** Empty for a provider that needs none. */
  key: string
  deadlines?: Partial<Deadlines>
}

/**
 * An upstream that speaks Chat Completions. It asks for a stream with usage and understands both reply forms: an event
 * stream of chunks, and the plain JSON completion of a provider that ignores `stream`.
 *
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
export const chatCompletions = ({ baseUrl, key, deadlines = {} }: Provider): Upstream =>
  async function* (request, signal) {
    const deadline = new Deadline(signal, deadlines)
    try {
      const response = await post(baseUrl, key, request, deadline.signal)
      yield* readAnswer(response, deadline)
    } catch (error) {
      throw signal.aborted ? signal.reason : known(error, deadline.signal)
    } finally {
      // Also when the visitor pressed stop: the provider should not go on counting tokens.
      deadline.close()
    }
  }

async function post(baseUrl: string, key: string, request: ChatRequest, signal: AbortSignal): Promise<Response> {
  const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ ...request, stream: true, stream_options: { include_usage: true } }),
    // A provider that redirects could send the key elsewhere.
    redirect: 'manual',
    signal,
  })
  if (response.status === 200) return response
  await response.body?.cancel()
  throw statusFailure(response)
}

async function* readAnswer(response: Response, deadline: Deadline): AsyncGenerator<Piece, void> {
  if (!response.body) throw new Failure('upstream_bad_reply', { detail: 'no body' })
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('html')) throw new Failure('upstream_bad_reply', { detail: 'an HTML page' })
  if (type.includes('json')) {
    yield await readWhole(response.body)
    return
  }
  const reply = openReply()
  for await (const bytes of readAdaptively(response.body)) {
    deadline.extend()
    const text = reply.feed(bytes)
    if (text) yield { text, completion: reply.completion }
    if (reply.failure) throw reply.failure
    if (reply.closed) break
  }
  const text = reply.finish()
  if (reply.failure) throw reply.failure
  yield { text, completion: reply.completion }
  if (!reply.ended) throw new Failure('answer_cut', { detail: 'the stream ended without finish_reason or [DONE]' })
}

/** What `fetch` and `read` throw is a text of the runtime's: refused, reset, unknown host. */
function known(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof Failure) return error
  if (signal.aborted) return signal.reason
  return new Failure('upstream_unavailable', { detail: error instanceof Error ? error.name : 'connection failed' })
}
