import type { SettingProblem } from './schemas/setting-problem.ts'

/**
 * Every failure a caller can get. The body on the wire is OpenAI's: `{error: {message, type, param, code}}`, so that programs
 * written for the Chat Completions API can read it.
 *
 * `message` is for engineers who read the response; the widget has its own words for each code. `owner` (if the owner can fix the
 * problem) goes to the log, never to a visitor.
 */
export const FAILURES = {
  not_json: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The body is not valid JSON in UTF-8.',
  },
  invalid_body: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The body does not have the expected shape.',
  },
  text_empty: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The question is empty.',
  },
  text_too_long: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The question is longer than this site accepts.',
  },
  site_name_invalid: {
    status: 400,
    type: 'invalid_request_error',
    message:
      'A site’s name has lower-case letters, digits and hyphens, 63 at most, and does not begin with `preview-`.',
  },
  settings_invalid: {
    status: 400,
    type: 'invalid_request_error',
    message: 'These settings do not fit: `problems` says where.',
  },
  token_missing: {
    status: 401,
    type: 'authentication_error',
    message: 'Send the session token as `Authorization: Bearer <token>`.',
  },
  token_invalid: {
    status: 401,
    type: 'authentication_error',
    message: 'The session token is not valid here.',
  },
  token_expired: {
    status: 401,
    type: 'authentication_error',
    message: 'The session token has expired.',
  },
  session_forgotten: {
    status: 401,
    type: 'authentication_error',
    message: 'This session was forgotten at its visitor’s request.',
  },
  invalid_api_key: {
    status: 401,
    type: 'invalid_request_error',
    message: 'Send the owner key as `Authorization: Bearer <OWNER_KEY>`; no other key is valid here.',
  },
  sign_in_refused: {
    status: 401,
    type: 'authentication_error',
    message: 'This is not the owner key, or the link was used before.',
  },
  sign_in_expired: {
    status: 401,
    type: 'authentication_error',
    message: 'This sign-in link has expired: make another one, or sign in with the owner key.',
  },
  owner_signed_out: {
    status: 401,
    type: 'authentication_error',
    message: 'Sign in at /console first.',
  },
  csrf_missing: {
    status: 403,
    type: 'permission_error',
    message: 'The request does not come from the console that signed in.',
  },
  access_refused: {
    status: 403,
    type: 'permission_error',
    message: 'Sign in to Cloudflare Access first.',
    owner:
      'The request brings no assertion of Cloudflare Access that is valid here: check ACCESS_TEAM_DOMAIN and ACCESS_AUD, and that Access stands in front of /console and /v1/owner.',
  },
  site_paused: {
    status: 403,
    type: 'permission_error',
    message: 'This chat is taking a break.',
    owner: 'The site is paused: resume it in the console.',
  },
  origin_not_allowed: {
    status: 403,
    type: 'permission_error',
    message: 'This origin is not allowed to use this site’s chat.',
    owner:
      'Add the origin to allowedOrigins of the site, exactly as the browser sends it, or a wildcard that has it: https://*.shop.example.',
  },
  bot_check_required: {
    status: 403,
    type: 'permission_error',
    message: 'Solve a Turnstile challenge first, and send its token as `botCheck`.',
  },
  bot_check_failed: {
    status: 403,
    type: 'permission_error',
    message: 'The bot check was not passed here, for this, and just now.',
    owner:
      'Cloudflare did not vouch for this visitor. Should it happen to everybody: does the Turnstile widget list the page’s host, and does its secret in TURNSTILE_SECRETS belong to turnstileSiteKey?',
  },
  identity_required: {
    status: 403,
    type: 'permission_error',
    message: 'Send a proof of who is there as `identity`.',
  },
  identity_invalid: {
    status: 403,
    type: 'permission_error',
    message: 'This proof of identity is not valid here and now.',
    owner:
      'The JWT in `identity` was refused. HS256, signed with a key of this site in IDENTITY_KEYS; aud is the site’s name, sub the person, exp at most 24 hours ahead.',
  },
  not_found: {
    status: 404,
    type: 'not_found_error',
    message: 'There is nothing at this address.',
  },
  unknown_site: {
    status: 404,
    type: 'not_found_error',
    message: 'No site has this name.',
  },
  unknown_turn: {
    status: 404,
    type: 'not_found_error',
    message: 'This session has no turn with this id.',
  },
  unknown_version: {
    status: 404,
    type: 'not_found_error',
    message: 'This site has no version of this number.',
  },
  unknown_session: {
    status: 404,
    type: 'not_found_error',
    message: 'No session of this name is kept.',
  },
  model_not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'No model has this name: `GET /v1/models` lists them.',
  },
  turn_conflict: {
    status: 409,
    type: 'conflict_error',
    message:
      'The turn with this id stands otherwise: its text or attempt is another, it is not the last one, or it is not over.',
  },
  busy: {
    status: 409,
    type: 'conflict_error',
    message: 'Too many questions are waiting for an answer: ask again in a moment.',
  },
  body_too_large: {
    status: 413,
    type: 'invalid_request_error',
    message: 'The body is larger than this address accepts.',
  },
  settings_conflict: {
    status: 409,
    type: 'conflict_error',
    message: 'Somebody else has changed this since you looked: look again, then decide.',
  },
  demo_stays: {
    status: 409,
    type: 'conflict_error',
    message: 'The site `demo` is always there: pause it instead.',
  },
  site_exists: {
    status: 409,
    type: 'conflict_error',
    message: 'There is a site of this name already.',
  },
  not_json_type: {
    status: 415,
    type: 'invalid_request_error',
    message: 'Send the body as `Content-Type: application/json`.',
  },
  too_many_failures: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many failed sign-ins: wait before you try again.',
  },
  session_limit_reached: {
    status: 429,
    type: 'rate_limit_error',
    message: 'This conversation is as long as this site allows: begin a new one.',
  },
  visitor_limit_reached: {
    status: 429,
    type: 'rate_limit_error',
    message: 'You have asked as much as this site allows in one day (UTC).',
  },
  site_limit_reached: {
    status: 429,
    type: 'rate_limit_error',
    message: 'This site has answered as much as it may for now.',
    owner:
      'A limit of the site is used up: `param` names it. Raise it in the console, or wait until its period is over.',
  },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many requests: wait a minute.',
  },
  internal: {
    status: 500,
    type: 'server_error',
    message: 'Something went wrong on our side.',
  },
  publish_failed: {
    status: 503,
    type: 'server_error',
    message: 'The store did not take it. Nothing is lost: the draft stays, and what is live stays live.',
  },
  history_unavailable: {
    status: 503,
    type: 'server_error',
    message: 'The history of this session cannot be read right now.',
  },
  session_unavailable: {
    status: 503,
    type: 'server_error',
    message: 'This session is being moved; try again in a moment.',
  },
  site_misconfigured: {
    status: 503,
    type: 'server_error',
    message: 'The chat of this site is not set up yet.',
    owner:
      'The published site in KV does not fit the schema, PROVIDERS or OPENAI_BASE_URL is wrong, SESSION_KEYS is missing, a limit on spending is set and there is no price for a model (OPENAI_PRICES, PROVIDERS), TURNSTILE_SECRETS has no secret for the site’s turnstileSiteKey, or IDENTITY_KEYS no key for the site.',
  },
  bot_check_unavailable: {
    status: 503,
    type: 'server_error',
    message: 'The bot check cannot be asked right now.',
    owner: 'Cloudflare’s siteverify failed twice. Nobody gets in until it answers, unless botCheck is off.',
  },
  owner_key_not_set: {
    status: 503,
    type: 'server_error',
    message: 'This endpoint is not set up yet.',
    owner: 'Set the secret OWNER_KEY to a long random text (npx wrangler secret put OWNER_KEY).',
  },
  owner_key_too_short: {
    status: 503,
    type: 'server_error',
    message: 'This endpoint is not set up yet.',
    owner:
      'OWNER_KEY has fewer than 32 characters, so it could be guessed. Set a longer random text (npx wrangler secret put OWNER_KEY), or run npm run setup -- --new-owner-key.',
  },

  upstream_not_configured: {
    status: 503,
    type: 'upstream_error',
    message: 'The assistant is not connected yet.',
    owner:
      'Set the secret OPENAI_API_KEY (npx wrangler secret put OPENAI_API_KEY), the secret that PROVIDERS names, or point OPENAI_BASE_URL at a provider that needs none.',
  },
  upstream_key_refused: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant cannot be reached right now.',
    owner: 'The provider refused the key: check the secret OPENAI_API_KEY, or the one that PROVIDERS names.',
  },
  upstream_no_credit: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant cannot be reached right now.',
    owner: 'The provider asks for payment: check the account that OPENAI_API_KEY belongs to.',
  },
  upstream_model_unknown: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant cannot be reached right now.',
    owner:
      'The provider does not know this model or path: check the persona’s model, OPENAI_MODEL and OPENAI_BASE_URL.',
  },
  upstream_refused: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant could not accept this question.',
    owner: 'The provider refused the request: check the persona’s model and sampling settings.',
  },
  upstream_rate_limited: {
    status: 503,
    type: 'upstream_error',
    message: 'The assistant is very busy right now.',
    owner: 'The provider’s rate limit or quota is used up.',
  },
  upstream_unavailable: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant cannot be reached right now.',
    owner: 'The provider failed or could not be connected to: check OPENAI_BASE_URL and the provider’s status page.',
  },
  upstream_timeout: {
    status: 504,
    type: 'upstream_error',
    message: 'The assistant took too long to answer.',
    owner: 'The provider did not send its answer in time.',
  },
  upstream_bad_reply: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant’s answer could not be read.',
    owner: 'The provider answered with something that is not a chat completion: check OPENAI_BASE_URL.',
  },
  answer_cut: {
    status: 502,
    type: 'upstream_error',
    message: 'The answer was cut short.',
    owner:
      'The provider ended the answer, or closed the connection, before the answer was complete: `detail` says which.',
  },
  answer_filtered: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant may not say this.',
    owner: 'The provider’s content filter ended the answer: check the instructions and the filter’s settings.',
  },
  answer_needs_tool: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant’s answer could not be read.',
    owner: 'The model called a tool where none was offered: check the persona’s model and what its provider adds.',
  },
  answer_too_long: {
    status: 502,
    type: 'upstream_error',
    message: 'The answer was cut short.',
    owner: 'The model did not stop by itself and was ended: check the persona’s maxTokens, model and temperature.',
  },
} as const satisfies Record<string, { status: number; type: string; message: string; owner?: string }>

export type FailureCode = keyof typeof FAILURES
const isCode = (name: string): name is FailureCode => Object.hasOwn(FAILURES, name)
export const FAILURE_CODES = Object.keys(FAILURES).filter(isCode)

interface FailureOptions {
  problems?: readonly SettingProblem[]
  /** The wrong field, as a path: `text`, `theme.accent`. */
  param?: string
  /** For the log only: a status, a limit, a name. Never text that someone wrote, never a key. */
  detail?: string
  retryAfterSeconds?: number
}

/** The one class of known errors. Its text is chosen where it is shown, by `code`. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly param: string | null
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly problems: readonly SettingProblem[] | undefined

  constructor(code: FailureCode, { param, detail, retryAfterSeconds, problems }: FailureOptions = {}) {
    super(code)
    this.name = 'Failure'
    this.code = code
    this.param = param ?? null
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
    this.problems = problems
  }

  get status(): number {
    return FAILURES[this.code].status
  }
}

/** The `error` of a response or a `failed` event. */
export function failureBody(code: FailureCode, param: string | null = null) {
  const { message, type } = FAILURES[code]
  return { message, type, param, code }
}
