import type { Failure } from '../../../protocol/failure.ts'
import type { Completion } from '../../../protocol/schemas/turn.ts'

/** A streamed reply while it is being read. The provider's dialect knows what the frames mean. */
export interface Reply {
  /** `usage` has the field names of Chat Completions, whatever the provider calls them: costs are computed from it. */
  completion: Completion
  /** Words have arrived. */
  heard: boolean
  /** The number of frames so far. A comment that keeps the connection open does not count. */
  frames: number
  /** The provider said that the answer is whole. Some say so with every chunk, so words may still follow. */
  ended: boolean
  /** It has ended, and the newest chunk had no words: only the usage should follow. */
  isQuiet: boolean
  /** It has probably ended: it is quiet, or words have never followed an end. */
  isWhole: boolean
  /** The end of the stream was read, or the rest is unreadable: whatever follows is not part of the answer. */
  closed: boolean
  /** What is wrong with the stream. Words that came before are still valid. */
  failure: Failure | undefined
  /** Takes the next bytes and returns the words in them. */
  feed(bytes: Uint8Array): string
  /** The stream is over: returns the words of a last frame without a blank line after it. */
  finish(): string
}
