/** How large things may be, and how long they are valid: both sides use these. */

/** The largest body that an address reads, unless the table of addresses has another limit for it. */
export const BODY_BYTES = 64 * 1024
/** The largest body with settings: all of them at full length, each character escaped. */
export const SETTINGS_BYTES = 160 * 1024
/** The largest body of a program: it may contain long contexts and images. */
export const PROGRAM_BODY_BYTES = 1024 * 1024
/** The longest question, in UTF-16 code units (JavaScript's `length`, an input's `maxlength`). */
export const QUESTION_CHARACTERS = 4000
/** The longest comment on an answer, in the same units. */
export const COMMENT_CHARACTERS = 1000
/** What a page says about itself, in the same units: longer texts are cut. */
export const PAGE_TITLE_CHARACTERS = 200
export const PAGE_URL_CHARACTERS = 500
export const PAGE_SELECTION_CHARACTERS = 1000
export const PAGE_VARIABLE_CHARACTERS = 200
/** Further variables are ignored. */
export const PAGE_VARIABLES = 20
/** The longest Turnstile token. */
export const BOT_CHECK_CHARACTERS = 2048

const SESSION_DAYS = 30
/** How long a token is valid from when it was made, at most; a token in use is renewed earlier. */
export const SESSION_MILLISECONDS = SESSION_DAYS * 24 * 60 * 60 * 1000
/** The longest validity of a proof of identity, and of a token that was issued for it. */
export const PROOF_MILLISECONDS = 24 * 60 * 60 * 1000

/** A shorter owner key is rejected, because it could be guessed. `npm run setup` makes longer ones. */
export const OWNER_KEY_CHARACTERS = 32
/** A note is a line, not a letter. In UTF-16 code units. */
export const NOTE_CHARACTERS = 500
/** The longest address of a page that is checked, in the same units. */
export const CHECKED_PAGE_CHARACTERS = 2000
/** The longest text that transcripts are searched for, in the same units. */
export const SEARCH_CHARACTERS = 200
/** The most conversations in one export request. */
export const EXPORT_SESSIONS = 40
