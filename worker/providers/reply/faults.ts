/**
 * Everything that providers are known to do wrong, and how it affects the turn. The rest of this folder throws these names, and
 * this table decides what they mean. What the visitor and the owner's log read follows from the code (`protocol/failure.ts`).
 *
 * `state` is the turn's final state when no other provider can be asked. A fault after the first words keeps them, and the turn
 * is `interrupted`. `again` counts only before the first word: `here` is the same provider after a pause, then others;
 * `elsewhere` is the next provider at once.
 *
 * `billed` is what the provider charges for such a try: `nothing` for a request that it refused or never got; the `prompt`, and
 * the words that came, once it has answered 200; and all the `output` that was requested if it may have been produced unseen.
 */
import { Failure, type FailureCode } from '../../../protocol/failure.ts'
import type { TurnState } from '../../../protocol/schemas/turn.ts'

export interface Meaning {
  state: TurnState
  code: FailureCode | null
  again: 'here' | 'elsewhere' | 'no'
  billed: 'nothing' | 'prompt' | 'prompt and output'
}

const refused = { state: 'failed', code: 'upstream_refused', again: 'elsewhere', billed: 'nothing' } as const
const keyRefused = { state: 'failed', code: 'upstream_key_refused', again: 'elsewhere', billed: 'nothing' } as const
const unavailable = { state: 'failed', code: 'upstream_unavailable', again: 'here', billed: 'nothing' } as const
const tooSlow = { state: 'failed', code: 'upstream_timeout', again: 'here', billed: 'nothing' } as const
const busy = { state: 'failed', code: 'upstream_rate_limited', again: 'here', billed: 'nothing' } as const
/** The visitor has already waited for a whole deadline: not again for the same provider. */
const silent = { state: 'failed', code: 'upstream_timeout', again: 'elsewhere', billed: 'prompt and output' } as const
const unreadable = { state: 'failed', code: 'upstream_bad_reply', again: 'elsewhere', billed: 'prompt' } as const
const cut = { state: 'interrupted', code: 'answer_cut', again: 'here', billed: 'prompt' } as const
const complete = { state: 'complete', code: null, again: 'no', billed: 'prompt' } as const

export const FAULTS = {
  'status-400': refused,
  'status-401': keyRefused,
  'status-402': { state: 'failed', code: 'upstream_no_credit', again: 'elsewhere', billed: 'nothing' },
  'status-403': keyRefused,
  'status-404': { state: 'failed', code: 'upstream_model_unknown', again: 'elsewhere', billed: 'nothing' },
  'status-408': tooSlow,
  'status-409': unavailable,
  'status-413': refused,
  'status-422': refused,
  'status-429': busy,
  /** With a Retry-After that is worth waiting for, in either of its forms (RFC 9110 §10.2.3). */
  'status-429-seconds': busy,
  'status-429-date': busy,
  'status-429-long': { ...busy, again: 'elsewhere' },
  'status-500': unavailable,
  'status-502': unavailable,
  'status-503': unavailable,
  'status-504': tooSlow,
  'status-529': unavailable,
  /** The runtime does not say why a connection failed, so all three are thrown as the first one. */
  'connection-refused': unavailable,
  'reset-before-headers': unavailable,
  'name-failure': unavailable,
  /** A head that arrives byte by byte looks like one that never arrives. */
  'headers-never': silent,
  'header-drip': silent,
  /** Neither comes from a provider. */
  redirect: { ...unreadable, billed: 'nothing' },
  html: { ...unreadable, billed: 'nothing' },
  'whole-as-json': complete,
  empty: { ...cut, state: 'failed' },
  'end-after-role': { ...cut, state: 'failed' },
  /** Also thrown for an end inside a character: the words before it are the same. */
  'end-mid-word': cut,
  'end-inside-character': cut,
  'reset-mid-stream': cut,
  'stall-mid-stream': { ...silent, state: 'interrupted' },
  'malformed-frame': { ...unreadable, state: 'interrupted' },
  'error-frame': { ...unavailable, state: 'interrupted', billed: 'prompt' },
  'error-event': { ...unavailable, state: 'interrupted', billed: 'prompt' },
  /** An end without any visible word. */
  'finish-without-words': { ...cut, state: 'failed' },
  'finish-length-without-words': {
    state: 'failed',
    code: 'answer_too_long',
    again: 'elsewhere',
    billed: 'prompt and output',
  },
  /** A `finish_reason` that means a failure. */
  'finish-failed': cut,
  'finish-content-filter': { state: 'interrupted', code: 'answer_filtered', again: 'no', billed: 'prompt' },
  'finish-length': complete,
  'finish-tool-calls': { state: 'failed', code: 'answer_needs_tool', again: 'elsewhere', billed: 'prompt and output' },
  'no-done-after-finish': complete,
  'junk-after-done': complete,
  'huge-frame': { ...unreadable, state: 'interrupted' },
  'endless-stream': { state: 'interrupted', code: 'answer_too_long', again: 'no', billed: 'prompt and output' },
  /** Endless frames with few words or none. */
  'endless-frames': { state: 'failed', code: 'upstream_bad_reply', again: 'elsewhere', billed: 'prompt and output' },
  'no-usage': complete,
} as const satisfies Record<string, Meaning>

/** A fault that ends an answer; the table's other entries do not. */
export type FaultName = {
  [Name in keyof typeof FAULTS]: (typeof FAULTS)[Name]['code'] extends FailureCode ? Name : never
}[keyof typeof FAULTS]

/** A failure with its entry in the table. */
export class Fault extends Failure {
  readonly again: Meaning['again']
  readonly billed: Meaning['billed']

  /** @param detail for the log only: never text from a provider. */
  constructor(fault: FaultName, { detail, retryAfterSeconds }: { detail?: string; retryAfterSeconds?: number } = {}) {
    const { code, again, billed } = FAULTS[fault]
    super(code, {
      detail: detail === undefined ? fault : `${fault}: ${detail}`,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    })
    this.again = again
    this.billed = billed
  }
}

/** These concern one question, or one site's settings: the same provider may well answer another question. */
const OF_THE_QUESTION: ReadonlySet<FailureCode> = new Set([
  'upstream_refused',
  'upstream_model_unknown',
  'answer_filtered',
  'answer_needs_tool',
  'answer_too_long',
])

export const isProvidersOwn = ({ code }: Failure): boolean => !OF_THE_QUESTION.has(code)
