import { createParser } from 'eventsource-parser'
import type { Failure } from '../../../protocol/failure.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { noCompletion } from '../reply/completion.ts'
import { Fault } from '../reply/faults.ts'
import type { Reply } from '../reply/reply.ts'
import { writtenFault } from '../reply/status-fault.ts'
import { firstChoice, readCompletionHead } from './completion-head.ts'
import { wordsOf } from './content.ts'

/** No real frame of an answer comes near this size: more in one frame is a fault or an attack. */
const FRAME_CHARACTERS = 1024 * 1024

/**
 * Reads the event stream of a Chat Completions provider: `data: {…}` chunks, then `data: [DONE]`. The answer has ended with
 * `[DONE]`, or with a `finish_reason` in the newest chunk with words or in a later one.
 */
export class StreamedReply implements Reply {
  completion = noCompletion()
  heard = false
  frames = 0
  ended = false
  isQuiet = false
  isWhole = false
  closed = false
  failure: Failure | undefined
  readonly #decoder = new TextDecoder()
  readonly #parser
  /** The words of the bytes that are being read. */
  #text = ''
  #isAtEnd = false
  /** Words followed a `finish_reason`, so this provider's `finish_reason` is unreliable. */
  #isDoubtful = false

  constructor() {
    this.#parser = createParser({
      maxBufferSize: FRAME_CHARACTERS,
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') this.#fail(new Fault('huge-frame'))
        // llama.cpp writes errors like this.
        if (error.type === 'unknown-field' && error.field === 'error')
          this.#fail(writtenFault(parse(error.value ?? ''), 'error-frame'))
      },
      onEvent: ({ data, event = 'message' }) => {
        this.frames += 1
        this.#read(data.trim(), event)
      },
    })
  }

  feed(bytes: Uint8Array): string {
    this.#text = ''
    this.#parser.feed(this.#decoder.decode(bytes, { stream: true }))
    return this.#text
  }

  finish(): string {
    this.#text = ''
    this.#isAtEnd = true
    if (!this.failure && !this.closed) this.#parser.feed('\n\n')
    return this.#text
  }

  #read(data: string, event: string): void {
    if (this.closed || this.failure || data === '') return
    if (data === '[DONE]') {
      this.closed = this.ended = this.isQuiet = this.isWhole = true
      return
    }
    const chunk = parse(data)
    const isChunk = isRecord(chunk)
    // Some providers leave out the blank line between two frames.
    if (!isChunk && data.includes('\n')) {
      for (const line of data.split('\n')) this.#read(line.trim(), event)
      return
    }
    const error = field(chunk, 'error') ?? null
    if (event === 'error' || error !== null) {
      this.#fail(writtenFault(error ?? chunk, event === 'error' ? 'error-event' : 'error-frame'))
    } else if (isChunk && Array.isArray(chunk['choices'])) {
      this.#take(chunk)
    } else if (isChunk) {
      if (event === 'message') readCompletionHead(chunk, undefined, this.completion)
    } else if (this.#isAtEnd) {
      // The connection broke inside a frame: a cut answer, not a bad one.
      if (this.#isDoubtful || mayHaveWords(data)) this.ended = false
    } else if (event === 'message' && chunk !== null) {
      this.#fail(new Fault('malformed-frame'), data)
    }
  }

  #take(chunk: Record<string, unknown>): void {
    const choice = firstChoice(chunk)
    const hasReason = readCompletionHead(chunk, choice, this.completion)
    const words = wordsOf(field(choice, 'delta') ?? field(choice, 'message'))
    if (words === null) {
      this.failure = new Fault('malformed-frame', { detail: 'content of an unknown kind' })
    } else if (words === '') {
      this.ended ||= hasReason
      this.isQuiet = this.isWhole = this.ended
    } else {
      this.#text += words
      this.#isDoubtful ||= this.ended
      this.heard = true
      this.ended = hasReason
      this.isQuiet = false
      this.isWhole = hasReason && !this.#isDoubtful
    }
  }

  /** When an answer is whole, a fault in the rest of its stream does not matter. */
  #fail(fault: Failure, frame = ''): void {
    if (this.isWhole && !mayHaveWords(frame)) this.closed = true
    else this.failure ??= fault
  }
}

/** For a frame that cannot be parsed. */
const mayHaveWords = (frame: string): boolean => /"(?:content|refusal|text)"\s*:\s*"[^"]/.test(frame)

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined // the caller decides what a frame without JSON means
  }
}
