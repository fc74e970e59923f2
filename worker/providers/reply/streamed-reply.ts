import { createParser } from 'eventsource-parser'
import type { Failure } from '../../../protocol/failure.ts'
import type { Completion } from '../../../protocol/schemas/turn.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { firstChoice, noCompletion, readCompletionHead } from './completion.ts'
import { wordsOf } from './content.ts'
import { Fault } from './faults.ts'
import { writtenFault } from './status-fault.ts'

/** An answer of 16 KiB a frame would be a book: more than this in one frame is a fault or an attack. */
const FRAME_CHARACTERS = 1024 * 1024

/** A streamed reply while it is being read. */
export interface Reply {
  completion: Completion
  /** There were words. */
  heard: boolean
  /** How many frames have come. A comment that keeps the connection open is not one. */
  frames: number
  /**
   * The provider said that the answer is whole: `[DONE]`, or a `finish_reason` in the newest chunk with words or in one after
   * it. Some send a `finish_reason` with every chunk, so words may still follow.
   */
  ended: boolean
  /** It has ended, and the newest chunk had no words: nothing but the usage should follow. */
  isQuiet: boolean
  /** It has ended for all we know: it is quiet, or words have never followed a `finish_reason`. */
  isWhole: boolean
  /** `[DONE]` was read, or the rest cannot be: whatever follows is not part of the answer. */
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
  /** Words followed a `finish_reason`: this provider's says little. */
  let isDoubtful = false

  const parser = createParser({
    maxBufferSize: FRAME_CHARACTERS,
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') fail(new Fault('huge-frame'))
      // As llama.cpp writes one.
      if (error.type === 'unknown-field' && error.field === 'error')
        fail(writtenFault(parse(error.value ?? ''), 'error-frame'))
    },
    onEvent({ data, event = 'message' }) {
      reply.frames += 1
      read(data.trim(), event)
    },
  })

  function read(data: string, event: string): void {
    if (reply.closed || reply.failure || data === '') return
    if (data === '[DONE]') {
      reply.closed = reply.ended = reply.isQuiet = reply.isWhole = true
      return
    }
    const chunk = parse(data)
    const isChunk = isRecord(chunk)
    // Some leave out the blank line between two frames.
    if (!isChunk && data.includes('\n')) {
      for (const line of data.split('\n')) read(line.trim(), event)
      return
    }
    const error = field(chunk, 'error') ?? null
    if (event === 'error' || error !== null) {
      fail(writtenFault(error ?? chunk, event === 'error' ? 'error-event' : 'error-frame'))
    } else if (isChunk && Array.isArray(chunk['choices'])) {
      take(chunk)
    } else if (isChunk) {
      if (event === 'message') readCompletionHead(chunk, undefined, reply.completion)
    } else if (atEnd) {
      // The connection broke inside a frame: a cut answer, not a bad one.
      if (isDoubtful || mayHaveWords(data)) reply.ended = false
    } else if (event === 'message' && chunk !== null) {
      fail(new Fault('malformed-frame'), data)
    }
  }

  function take(chunk: Record<string, unknown>): void {
    const choice = firstChoice(chunk)
    const hasReason = readCompletionHead(chunk, choice, reply.completion)
    const words = wordsOf(field(choice, 'delta') ?? field(choice, 'message'))
    if (words === null) {
      reply.failure = new Fault('malformed-frame', { detail: 'content of an unknown kind' })
    } else if (words === '') {
      reply.ended ||= hasReason
      reply.isQuiet = reply.isWhole = reply.ended
    } else {
      text += words
      isDoubtful ||= reply.ended
      reply.heard = true
      reply.ended = hasReason
      reply.isQuiet = false
      reply.isWhole = hasReason && !isDoubtful
    }
  }

  /** Once an answer is whole, what goes wrong with the rest of its stream takes nothing from it. */
  function fail(fault: Failure, frame = ''): void {
    if (reply.isWhole && !mayHaveWords(frame)) reply.closed = true
    else reply.failure ??= fault
  }

  const reply: Reply = {
    completion: noCompletion(),
    heard: false,
    frames: 0,
    ended: false,
    isQuiet: false,
    isWhole: false,
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
      if (!reply.failure && !reply.closed) parser.feed('\n\n')
      return text
    },
  }
  return reply
}

/** Of a frame that cannot be read. */
const mayHaveWords = (frame: string): boolean => /"(?:content|refusal|text)"\s*:\s*"[^"]/.test(frame)

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined // the caller knows what a frame that is not JSON means
  }
}
