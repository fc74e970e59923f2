import { field, isRecord } from '../../protocol/record.ts'
import type { Completion } from '../../protocol/wire.ts'

export const noCompletion = (): Completion => ({
  provider: null,
  completionId: null,
  model: null,
  created: null,
  finishReason: null,
  usage: null,
})

/** Takes over what a chunk or a whole completion says about the answer; what it does not say stays. */
export function readHead(from: Record<string, unknown>, into: Completion): void {
  const { id, model, created, usage } = from
  if (typeof id === 'string' && id) into.completionId = id
  if (typeof model === 'string' && model) into.model = model
  if (typeof created === 'number') into.created = created
  if (isRecord(usage)) into.usage = usage
  const finishReason = field(field(field(from, 'choices'), '0'), 'finish_reason')
  if (typeof finishReason === 'string' && finishReason) into.finishReason = finishReason
}
