/** What a try is paid for that brought no answer. A provider that has taken a request counts its prompt, whatever comes of it. */
import { Failure } from '../../../protocol/failure.ts'
import type { Usage } from '../../../protocol/schemas/turn.ts'
import { Fault, type Meaning } from './faults.ts'

/** A try that its provider began, and that has ended without an answer, or in the middle of one. */
export interface ProviderTry {
  provider: string
  /** As far as it was told. */
  usage: Usage | null
  /** Tokens that may have been made and that nobody saw. Only where the usage is not told. */
  output: number
  /** There were words: what they cost is counted with the answer that they are. */
  hasSpoken: boolean
}

interface Ended {
  provider: string
  usage: Usage | null
  hasSpoken: boolean
  error: unknown
  /** The caller has ended it. */
  isAborted: boolean
  milliseconds: number
  /** What the request allows; undefined: anything. */
  maxTokens: number | undefined
}

/** As fast as models think: what one may have made while nothing was heard of it. */
const TOKENS_PER_SECOND = 100

/** Null: the provider takes nothing for it. */
export function triedBy({ error, isAborted, milliseconds, maxTokens, ...told }: Ended): ProviderTry | null {
  const billed = isAborted ? 'prompt' : billedFor(error)
  if (billed === 'nothing' && !told.hasSpoken) return null
  const most = maxTokens ?? Number.POSITIVE_INFINITY
  const thought = told.hasSpoken ? 0 : Math.floor(milliseconds / 1000) * TOKENS_PER_SECOND
  const isUnseen = billed === 'prompt and output' && maxTokens !== undefined
  return { ...told, output: isUnseen ? maxTokens : Math.min(most, thought) }
}

function billedFor(error: unknown): Meaning['billed'] {
  if (error instanceof Fault) return error.billed
  // It came with a 200, and is not what was asked for.
  return error instanceof Failure && error.code === 'upstream_bad_reply' ? 'prompt' : 'nothing'
}
