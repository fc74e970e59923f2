import type { AnswerParts } from '../../protocol/schemas/answer.ts'
import type { Sampling } from '../../protocol/settings/model.ts'
import type { Completion } from '../../protocol/schemas/turn.ts'
import type { ProviderTry } from './reply/tried.ts'

/** One message, as Chat Completions defines it. */
export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** What is asked of a model. */
export interface ChatRequest {
  /** The provider to ask first, by its configured name; empty: the first one. */
  provider: string
  /** Empty: the provider's own. */
  model: string
  messages: Message[]
  sampling: Partial<Sampling>
}

/** The words that one read of the stream brought, and what is known of the answer so far. */
export interface Piece {
  text: string
  completion: Completion
  /** Parts of the answer beside its words. A part that comes again takes the place of what it was. */
  parts?: AnswerParts
  /** A try has ended that is paid for; then there is nothing else in this piece. */
  tried?: ProviderTry
}

/**
 * Asks for an answer and yields it as it comes. Returning normally means that the provider said the answer is whole.
 *
 * @throws Failure `upstream_…` when there is no (readable) answer, `answer_…` when it is not whole, `site_misconfigured`.
 */
export type Upstream = (
  request: ChatRequest,
  signal: AbortSignal,
  /** The visitor's request that it is for, for the log. */
  asked?: string,
) => AsyncGenerator<Piece, void>
