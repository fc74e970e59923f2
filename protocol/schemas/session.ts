/** A visitor's session: how it is opened, and what it has. */
import * as v from 'valibot'
import { BOT_CHECK_CHARACTERS } from '../sizes.ts'
import { text, time } from './primitives.ts'
import { turn } from './turn.ts'

export const sessionRequest = v.object({
  /** What Turnstile gave the page, where the site has `botCheck` on. */
  botCheck: v.exactOptional(v.pipe(text, v.maxLength(BOT_CHECK_CHARACTERS))),
  /** A JWT of the owner's that says who is there, where the site has `identity` on. */
  identity: v.exactOptional(text),
  /** Not the person's newest conversation, but a new one. */
  fresh: v.exactOptional(v.boolean()),
})
export type SessionRequest = v.InferOutput<typeof sessionRequest>

export const sessionToken = v.object({ token: text, expiresAt: time })
export type SessionToken = v.InferOutput<typeof sessionToken>

/** With another token where the one it was asked with is half over, or its key is going. */
export const sessionView = v.object({
  turns: v.array(turn),
  token: v.exactOptional(text),
  expiresAt: v.exactOptional(time),
})
export type SessionView = v.InferOutput<typeof sessionView>
