/** The parts of Chat Completions that we look at: the provider checks the rest, and its answer is passed through. */
import * as v from 'valibot'

export const chatCompletionRequest = v.objectWithRest(
  {
    model: v.string(),
    messages: v.array(v.objectWithRest({ role: v.string() }, v.unknown())),
    stream: v.exactOptional(v.boolean()),
  },
  v.unknown(),
)
export const chatCompletion = v.objectWithRest({ choices: v.array(v.unknown()) }, v.unknown())
export const model = v.object({ id: v.string(), object: v.literal('model'), created: v.number(), owned_by: v.string() })
export const models = v.object({ object: v.literal('list'), data: v.array(model) })
