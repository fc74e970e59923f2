/** Names that both sides have to write in the same way. */

/** The header that carries the CSRF token of the owner's session. */
export const CSRF_HEADER = 'x-inglenook-csrf'
/** Our policy of Trusted Types, for the address of Turnstile's script. */
export const TRUSTED_NAME = 'inglenook'
/** What a Turnstile challenge is solved for: a token of another form on the same page opens no session. */
export const BOT_CHECK_ACTION = 'inglenook-session'
