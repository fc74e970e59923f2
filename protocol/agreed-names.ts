/** Names that both sides have to write in the same way. */

/** The header that carries the CSRF token of the owner's session. */
export const CSRF_HEADER = 'x-inglenook-csrf'
/** Our Trusted Types policy, for the address of Turnstile's script. */
export const TRUSTED_NAME = 'inglenook'
/** The action of our Turnstile challenge: a token from another form on the same page opens no session. */
export const BOT_CHECK_ACTION = 'inglenook-session'
