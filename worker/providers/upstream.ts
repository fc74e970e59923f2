import type { AnswerParts } from '../../protocol/schemas/answer.ts'
import type { Sampling } from '../../protocol/settings/model.ts'
import type { Completion } from '../../protocol/schemas/turn.ts'
import type { Message } from './message.ts'
import type { ProviderTry } from './reply/tried.ts'

/** The request to a model. */
export interface ChatRequest {
  /** The configured name of the provider to ask first; empty: the first in the list. */
  provider: string
  /** Empty: the provider's default. */
  model: string
  messages: Message[]
  sampling: Partial<Sampling>
}

/** The words of one read of the stream, and what is known of the answer so far. */
export interface Piece {
  text: string
  completion: Completion
  /** Parts of the answer besides its words. A part that comes again replaces the earlier one. */
  parts?: AnswerParts
  /** A try that has ended and costs something; this piece then has nothing else. */
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
  /** The visitor's request that this belongs to, for the log. */
  asked?: string,
) => AsyncGenerator<Piece, void>

/** The same upstream, but what it is asked or what it yields is changed on the way. */
export type UpstreamWrapper = (upstream: Upstream) => Upstream
