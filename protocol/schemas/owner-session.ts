/** How the owner signs in, and what the console has to know first. */
import * as v from 'valibot'
import { day, text, time } from './primitives.ts'

/** Neither is needed if Cloudflare Access has signed the owner in. */
export const signIn = v.object({ key: v.exactOptional(text), code: v.exactOptional(text) })

export const ownerSession = v.object({
  csrf: text,
  /** The session ends by then; an hour without a request ends it earlier. */
  expiresAt: time,
})
export type OwnerSession = v.InferOutput<typeof ownerSession>

/** Valid for one sign-in, at `/console/#code=<code>`. */
export const signInCode = v.object({ code: text, expiresAt: time })
export type SignInCode = v.InferOutput<typeof signInCode>

/** What a Worker offers to all its sites. */
export const setup = v.object({
  /** Each with its models that have a price, the owner's own models first. */
  providers: v.array(v.object({ name: text, model: text, models: v.array(text) })),
  /** When the Worker's built-in prices were read from the providers' pages. The owner's own prices take precedence. */
  pricesOf: day,
  /** The demo model of `npm start` answers, not a real one; visitors see a notice. */
  isDemo: v.boolean(),
  /** The origin from which pages load the chat. */
  origin: text,
})
export type Setup = v.InferOutput<typeof setup>
