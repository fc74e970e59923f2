import * as v from 'valibot'

/** Names of variables and secrets only, never their values. */
export const health = v.object({
  ok: v.boolean(),
  version: v.string(),
  missing: v.optional(v.array(v.string())),
  wrong: v.optional(v.array(v.string())),
})
