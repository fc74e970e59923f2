import type { Failure } from '../../../protocol/failure.ts'
import type { Completion } from '../../../protocol/schemas/turn.ts'

/** A streamed reply while it is being read. What its frames mean, the provider's dialect says. */
export interface Reply {
  /** `usage` has the names of Chat Completions, whatever the provider calls them: costs are counted from it. */
  completion: Completion
  /** There were words. */
  heard: boolean
  /** How many frames have come. A comment that keeps the connection open is not one. */
  frames: number
  /** The provider said that the answer is whole. Some say so with every chunk, so words may still follow. */
  ended: boolean
  /** It has ended, and the newest chunk had no words: nothing but the usage should follow. */
  isQuiet: boolean
  /** It has ended for all we know: it is quiet, or words have never followed an end. */
  isWhole: boolean
  /** The end of the stream was read, or the rest cannot be: whatever follows is not part of the answer. */
  closed: boolean
  /** What is wrong with the stream: words that came before it are still words. */
  failure: Failure | undefined
  /** Takes the next bytes and returns the words in them. */
  feed(bytes: Uint8Array): string
  /** The bytes are at an end: returns the words of a last frame that no blank line follows. */
  finish(): string
}
