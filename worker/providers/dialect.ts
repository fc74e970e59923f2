import type { Reply } from './reply/reply.ts'
import type { ChatRequest, Piece } from './upstream.ts'

/** A provider's address and credentials. */
export interface Endpoint {
  /** Validated, and without a slash at the end. */
  baseUrl: string
  /** Empty when there is none. */
  key: string
  /** Azure's `api-version`; empty: the newest stable release we know. */
  apiVersion: string
  /** The token of an authenticated AI Gateway, besides the provider's own key; empty for none. */
  gatewayToken: string
}

/** What the configuration says about the provider's models. */
export interface KnownModels {
  /** Reasoning models that the name does not reveal. */
  reasoning: readonly string[]
}

/** The body of a request as a JSON value. */
export type RequestBody = Record<string, unknown>

/** Something that a provider may refuse, with a way to leave it out. */
export interface Adaptation {
  /** For the log. */
  says: string
  /** Matches errors that complain about it. */
  names: RegExp
  /** Tried after a refusal that does not name its reason. */
  isGuessed: boolean
  /** Undefined if the request does not have it. */
  without(body: RequestBody): RequestBody | undefined
}

/**
 * How to call a provider and read its answers: everything that differs between providers. The calling code (retries, deadlines,
 * faults, prices) knows nothing else. A provider that does not speak Chat Completions needs a file with its own body and reader,
 * and an entry in `worker/providers/dialects.ts`.
 */
export interface Dialect {
  owns(hostname: string): boolean
  needsKey: boolean
  /** The owner's programs may use it, because they write and read Chat Completions themselves. */
  isChatCompletions: boolean
  address(endpoint: Endpoint, model: string): string
  headers(endpoint: Endpoint): Record<string, string>
  /** A request for a streamed answer. Unset settings are left out. */
  body(models: KnownModels, model: string, request: ChatRequest): RequestBody
  /** Tried when the provider refuses a body. */
  adaptations: readonly Adaptation[]
  /** How this provider's streams begin, in the first nine bytes; anything else is a single text, or a page of HTML. */
  streamStart: RegExp
  /** For a streamed answer. */
  reader(): Reply
  /**
   * An answer that came as a single text, from a provider that does not stream.
   *
   * @throws Failure `upstream_bad_reply` if it is not an answer; the failure that the error means if it is one.
   */
  readWhole(text: string): Piece
}
