import { field, isRecord } from '../../../protocol/record.ts'
import type { Completion } from '../../../protocol/schemas/turn.ts'
import { finishReason } from '../reply/finish-reasons.ts'

/** Nobody searches for longer ids or names, and both are stored with every attempt. */
const NAME_CHARACTERS = 200

/** The first choice has the answer. A request for several gets them in any order, distinguished by `index`. */
export function firstChoice(from: unknown): unknown {
  const choices = field(from, 'choices')
  return Array.isArray(choices) ? choices.find((choice) => (field(choice, 'index') ?? 0) === 0) : undefined
}

/**
 * Copies what a chunk or a whole completion says about the answer; fields that it lacks stay unchanged.
 *
 * @returns whether it says that the answer has ended.
 */
export function readCompletionHead(from: Record<string, unknown>, choice: unknown, into: Completion): boolean {
  const { id, model, created, usage } = from
  if (typeof id === 'string' && id) into.completionId = id.slice(0, NAME_CHARACTERS)
  if (typeof model === 'string' && model) into.model = model.slice(0, NAME_CHARACTERS)
  if (typeof created === 'number') into.created = created
  if (isRecord(usage)) into.usage = usage
  const reason = finishReason(field(choice, 'finish_reason'))
  if (reason === null) return false
  // Gateways end every answer with `stop`: that does not override an earlier reason.
  if (reason !== 'stop' || into.finishReason === null) into.finishReason = reason
  return true
}
