import * as v from 'valibot'
import { answerParts } from './answer.ts'
import { text } from './primitives.ts'
import { failureBody } from './refusal.ts'
import { turn, turnHead } from './turn.ts'

/** One event of `text/event-stream`. Its SSE `id` is `<seq>.<n>`; n increases by one within a turn. */
export const turnEvent = v.union([
  v.object({ event: v.literal('accepted'), data: v.object({ turn: turnHead }) }),
  v.object({ event: v.literal('done'), data: v.object({ ...answerParts.entries, turn: turnHead }) }),
  v.object({ event: v.literal('delta'), data: v.object({ text }) }),
  v.object({
    event: v.literal('failed'),
    data: v.object({ ...answerParts.entries, error: failureBody, turn: turnHead }),
  }),
  v.object({ event: v.literal('snapshot'), data: v.object({ turn }) }),
])
export type TurnEvent = v.InferOutput<typeof turnEvent>
