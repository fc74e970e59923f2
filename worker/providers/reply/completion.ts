import type { Completion } from '../../../protocol/schemas/turn.ts'

/** The state before anything is known of an answer. */
export const noCompletion = (): Completion => ({
  provider: null,
  completionId: null,
  model: null,
  created: null,
  finishReason: null,
  usage: null,
})
