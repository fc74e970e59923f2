/** A visitor's session: how to open it, and what it contains. */
import * as v from 'valibot'
import { BOT_CHECK_CHARACTERS } from '../sizes.ts'
import { text, time } from './primitives.ts'
import { turn } from './turn.ts'

export const sessionRequest = v.object({
  /** The token that Turnstile gave the page, if the site has `botCheck` on. */
  botCheck: v.exactOptional(v.pipe(text, v.maxLength(BOT_CHECK_CHARACTERS))),
  /** A JWT from the owner that identifies the visitor, if the site has `identity` on. */
  identity: v.exactOptional(text),
  /** Start a new conversation instead of the person's newest one. */
  fresh: v.exactOptional(v.boolean()),
})
export type SessionRequest = v.InferOutput<typeof sessionRequest>

export const sessionToken = v.object({ token: text, expiresAt: time })
export type SessionToken = v.InferOutput<typeof sessionToken>

/** Includes a new token if the one used is more than half expired, or its key is being retired. */
export const sessionView = v.object({
  turns: v.array(turn),
  token: v.exactOptional(text),
  expiresAt: v.exactOptional(time),
})
export type SessionView = v.InferOutput<typeof sessionView>
