import { createParser } from 'eventsource-parser'
import { Failure } from '../../protocol/failure.ts'
import type { Completion } from '../../protocol/wire.ts'
import { field, isRecord } from '../../protocol/record.ts'
import { noCompletion, readHead } from './completion.ts'

/** An answer of 16 KiB a frame would be a book: more than this in one frame is a fault or an attack. */
const FRAME_CHARACTERS = 1024 * 1024

/** A streamed reply while it is being read. */
export interface Reply {
  completion: Completion
  /** The provider said that the answer is whole: a `finish_reason` or `[DONE]`. */
  ended: boolean
  /** `[DONE]` was read: whatever follows is not part of the answer. */
  closed: boolean
  /** What is wrong with the stream: words that came before it are still words. */
  failure: Failure | undefined
  /** Takes the next bytes and returns the words in them. */
  feed(bytes: Uint8Array): string
  /** The bytes are at an end: returns the words of a last frame that no blank line follows. */
  finish(): string
}

/** Reads the event stream of a Chat Completions provider: `data: {…}` chunks, then `data: [DONE]`. */
export function openReply(): Reply {
  const decoder = new TextDecoder()
  let text = ''
  let atEnd = false

  const parser = createParser({
    maxBufferSize: FRAME_CHARACTERS,
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') {
        reply.failure ??= new Failure('upstream_bad_reply', { detail: 'a frame of more than 1 MiB' })
      }
    },
    onEvent({ data, event }) {
      if (reply.closed || reply.failure) return
      if (data === '[DONE]') {
        reply.closed = true
        reply.ended = true
        return
      }
      const chunk = parse(data)
      // The connection broke inside a frame: a cut answer, not a bad one.
      if (atEnd && !isRecord(chunk)) return
      if (event === 'error' || !isRecord(chunk) || (chunk['error'] ?? null) !== null) {
        reply.failure = isRecord(chunk)
          ? new Failure('upstream_unavailable', { detail: 'an error in the stream' })
          : new Failure('upstream_bad_reply', { detail: 'a frame that is not JSON' })
        return
      }
      readHead(chunk, reply.completion)
      if (reply.completion.finishReason !== null) reply.ended = true
      const content = field(field(field(field(chunk, 'choices'), '0'), 'delta'), 'content')
      if (typeof content === 'string') text += content
    },
  })

  const reply: Reply = {
    completion: noCompletion(),
    ended: false,
    closed: false,
    failure: undefined,
    feed(bytes) {
      text = ''
      parser.feed(decoder.decode(bytes, { stream: true }))
      return text
    },
    finish() {
      text = ''
      atEnd = true
      if (!reply.failure) parser.feed('\n\n')
      return text
    },
  }
  return reply
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined // the caller knows what a frame that is not JSON means
  }
}
