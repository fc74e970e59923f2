/** One transcript: the request, and the contents of its turns, ready to be shown. */
import { signal } from '@preact/signals'
import type { FailureCode } from '../../../protocol/failure.ts'
import type { Transcript, TranscriptReceipt } from '../../../protocol/schemas/transcript.ts'
import type { Feedback, Turn, TurnState } from '../../../protocol/schemas/turn.ts'
import type { Ask } from '../../api/ask.ts'

/** One answer to a question: the newest, or an earlier one. */
export interface Attempt {
  attempt: number
  question: string
  answer: string
  state: TurnState
  failure: FailureCode | null
  finishReason: string | null
  feedback: Feedback | null
  askedAt: string
  receipt: TranscriptReceipt | null
  /** Null if it is no longer known: an attempt from before usage was recorded. */
  personaVersion: number | null
}

/** Whether tokens, cost and instructions are shown. Remembered for the next transcript. */
export const areDetailsShown = signal(false)

/** @throws Refusal */
export const readTranscript = (ask: Ask, site: string, session: string, signal: AbortSignal): Promise<Transcript> =>
  ask('readTranscript', { site, session, signal })

/** In order, the newest at the end. */
export function attemptsOf(turn: Turn, receipts: readonly TranscriptReceipt[]): Attempt[] {
  const receiptOf = (attempt: number) =>
    receipts.find((receipt) => receipt.seq === turn.seq && receipt.attempt === attempt) ?? null
  const earlier = turn.earlierAttempts.map((one) => {
    const receipt = receiptOf(one.attempt)
    return { ...one, askedAt: one.createdAt, receipt, personaVersion: receipt?.personaVersion ?? null }
  })
  return [...earlier, { ...turn, askedAt: turn.attemptedAt, receipt: receiptOf(turn.attempt) }]
}

/** Every version that answered, in order, including earlier attempts. */
export const versionsIn = ({ turns, receipts }: Transcript): number[] => [
  ...new Set(turns.flatMap((turn) => attemptsOf(turn, receipts).flatMap(({ personaVersion }) => personaVersion ?? []))),
]

/** Whether these two times are on different days in the owner's time zone. */
export const isOtherDay = (one: string, other: string): boolean =>
  new Date(one).toDateString() !== new Date(other).toDateString()
