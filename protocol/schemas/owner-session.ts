/** How the owner signs in, and what the console has to know first. */
import * as v from 'valibot'
import { day, text, time } from './primitives.ts'

/** Neither, where Cloudflare Access has signed the owner in. */
export const signIn = v.object({ key: v.exactOptional(text), code: v.exactOptional(text) })

export const ownerSession = v.object({
  csrf: text,
  /** At the latest: an hour without a request ends it too. */
  expiresAt: time,
})
export type OwnerSession = v.InferOutput<typeof ownerSession>

/** Good for one sign-in, at `/console/#code=<code>`. */
export const signInCode = v.object({ code: text, expiresAt: time })
export type SignInCode = v.InferOutput<typeof signInCode>

/** What a Worker offers to all its sites. */
export const setup = v.object({
  /** Of each the models that have a price, first those that the owner names. */
  providers: v.array(v.object({ name: text, model: text, models: v.array(text) })),
  /** When the prices that come with the Worker were read from the providers' pages. The owner's own go before them. */
  pricesOf: day,
  /** The demo model of `npm start` answers, and no real one: visitors are told so, too. */
  isDemo: v.boolean(),
  /** The origin that pages fetch the chat from. */
  origin: text,
})
export type Setup = v.InferOutput<typeof setup>
