/** What a try without an answer costs. A provider that has accepted a request bills its prompt, whatever comes of it. */
import { Failure } from '../../../protocol/failure.ts'
import type { Usage } from '../../../protocol/schemas/turn.ts'
import { Fault, type Meaning } from './faults.ts'

/** A try that its provider began, and that ended without an answer or in the middle of one. */
export interface ProviderTry {
  provider: string
  /** As far as the provider reported it. */
  usage: Usage | null
  /** Tokens that may have been produced unseen. Only if no usage was reported. */
  output: number
  /** There were words: their cost is counted with the answer. */
  hasSpoken: boolean
}

interface Ended {
  provider: string
  usage: Usage | null
  hasSpoken: boolean
  error: unknown
  /** The caller ended it. */
  isAborted: boolean
  milliseconds: number
  /** The request's limit; undefined: none. */
  maxTokens: number | undefined
}

/** The usual speed of reasoning, to estimate what was produced before anything arrived. */
const TOKENS_PER_SECOND = 100

/** Null: the provider charges nothing for it. */
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
  // It came with status 200, but not in the expected form.
  return error instanceof Failure && error.code === 'upstream_bad_reply' ? 'prompt' : 'nothing'
}
