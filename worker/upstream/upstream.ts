import type { Completion } from '../../protocol/wire.ts'

/** One message, as Chat Completions defines it. */
export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** The body of `POST /chat/completions`, in the API's own field names. Unset fields are left out. */
export interface ChatRequest {
  model: string
  messages: Message[]
  temperature?: number
  max_tokens?: number
  top_p?: number
  presence_penalty?: number
  frequency_penalty?: number
  stop?: string[]
  seed?: number
}

/** The words that one read of the stream brought, and what is known of the answer so far. */
export interface Piece {
  text: string
  completion: Completion
}

/**
 * Asks a provider and yields its answer as it comes. Returning normally means that the provider said the answer is whole.
 *
 * @throws Failure `upstream_…` when there is no (readable) answer, `answer_cut` when it ended before it was whole.
 */
export type Upstream = (request: ChatRequest, signal: AbortSignal) => AsyncGenerator<Piece, void>
