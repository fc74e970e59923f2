import type { Completion } from '../../../protocol/schemas/turn.ts'

/** Nothing is known of an answer yet. */
export const noCompletion = (): Completion => ({
  provider: null,
  completionId: null,
  model: null,
  created: null,
  finishReason: null,
  usage: null,
})
