import { createParser } from 'eventsource-parser'
import type { Failure } from '../../protocol/failure.ts'
import type { Completion } from '../../protocol/wire.ts'
import { field, isRecord } from '../../protocol/record.ts'
import { noCompletion, readHead } from './completion.ts'
import { Fault } from './faults.ts'
import { writtenFault } from './status-fault.ts'

/** An answer of 16 KiB a frame would be a book: more than this in one frame is a fault or an attack. */
const FRAME_CHARACTERS = 1024 * 1024

/** A streamed reply while it is being read. */
export interface Reply {
  completion: Completion
  /** There were words. */
  heard: boolean
  /** How many there were so far. */
  frames: number
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
        reply.failure ??= new Fault('huge-frame')
      }
    },
    onEvent({ data, event }) {
      reply.frames += 1
      if (reply.closed || reply.failure) return
      if (data === '[DONE]') {
        reply.closed = true
        reply.ended = true
        return
      }
      const chunk = parse(data)
      // The connection broke inside a frame: a cut answer, not a bad one.
      if (atEnd && !isRecord(chunk)) return
      const error = field(chunk, 'error') ?? null
      if (event === 'error' || error !== null) {
        reply.failure = writtenFault(error ?? chunk, event === 'error' ? 'error-event' : 'error-frame')
        return
      }
      if (!isRecord(chunk)) {
        reply.failure = new Fault('malformed-frame')
        return
      }
      readHead(chunk, reply.completion)
      if (reply.completion.finishReason !== null) reply.ended = true
      const content = field(field(field(field(chunk, 'choices'), '0'), 'delta'), 'content')
      // Reasoning comes under other names (`reasoning_content`, `reasoning`): it is not part of the answer.
      if (typeof content !== 'string' || content === '') return
      text += content
      reply.heard = true
    },
  })

  const reply: Reply = {
    completion: noCompletion(),
    heard: false,
    frames: 0,
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
