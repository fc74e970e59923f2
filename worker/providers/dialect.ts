import type { Reply } from './reply/reply.ts'
import type { ChatRequest, Piece } from './upstream.ts'

/** Where a provider is and what opens it. */
export interface Endpoint {
  /** Checked, and without a slash at the end. */
  baseUrl: string
  /** Empty when there is none. */
  key: string
  /** Azure's `api-version`; empty for the newest general release we know. */
  apiVersion: string
  /** The token of an authenticated AI Gateway, beside the provider's own key; empty for none. */
  gatewayToken: string
}

/** What the configuration says about the provider's models. */
export interface KnownModels {
  /** Models that reason where the name does not say so. */
  reasoning: readonly string[]
}

/** The body of a request as JSON has it. */
export type RequestBody = Record<string, unknown>

/** Something that a provider may refuse, and the same request without it. */
export interface Adaptation {
  /** For the log. */
  says: string
  /** What an error says that means it. */
  names: RegExp
  /** Tried after a refusal that does not say what it is about. */
  isGuessed: boolean
  /** Undefined where the request does not have it. */
  without(body: RequestBody): RequestBody | undefined
}

/**
 * How a provider is asked and how its answers are read: all in which providers differ. Whatever asks it (retries, deadlines, faults,
 * prices) knows nothing else. One that does not speak Chat Completions is a file with its own body and reader, and an entry in
 * `worker/providers/dialects.ts`.
 */
export interface Dialect {
  owns(hostname: string): boolean
  needsKey: boolean
  /** The owner's programs may use it: they write and read Chat Completions themselves. */
  isChatCompletions: boolean
  address(endpoint: Endpoint, model: string): string
  headers(endpoint: Endpoint): Record<string, string>
  /** A request for a streamed answer. Settings that are not set are left out. */
  body(models: KnownModels, model: string, request: ChatRequest): RequestBody
  /** Tried when the provider refuses a body. */
  adaptations: readonly Adaptation[]
  /** How a stream of this provider's begins, in its first nine bytes; anything else is one text, or a page of HTML. */
  streamStart: RegExp
  /** For an answer that streams. */
  reader(): Reply
  /**
   * An answer that came as one text, from a provider that does not stream.
   *
   * @throws Failure `upstream_bad_reply` when it is not an answer; what the error means when it is one.
   */
  readWhole(text: string): Piece
}
