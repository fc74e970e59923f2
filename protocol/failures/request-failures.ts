import type { FailureEntry } from './failure-entry.ts'

/** What the caller can change, by status: 4xx. See `protocol/failure.ts`. */
export const REQUEST_FAILURES = {
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
    message: 'These settings are not valid: `problems` lists what is wrong.',
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
    message: 'This session was erased at its visitor’s request.',
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
    message: 'This sign-in link has expired. Create another one, or sign in with the owner key.',
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
      'The request has no valid assertion from Cloudflare Access. Check ACCESS_TEAM_DOMAIN and ACCESS_AUD, and check that Access protects /console and /v1/owner.',
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
      'Add the origin to allowedOrigins of the site, exactly as the browser sends it, or add a wildcard that covers it: https://*.shop.example.',
  },
  bot_check_required: {
    status: 403,
    type: 'permission_error',
    message: 'Solve a Turnstile challenge first, and send its token as `botCheck`.',
  },
  bot_check_failed: {
    status: 403,
    type: 'permission_error',
    message: 'The bot check’s token is not valid: it is for another page or purpose, or it has expired.',
    owner:
      'Cloudflare did not confirm this visitor. If this happens to every visitor, check that the Turnstile widget lists the page’s host, and that its secret in TURNSTILE_SECRETS belongs to turnstileSiteKey.',
  },
  identity_required: {
    status: 403,
    type: 'permission_error',
    message: 'Send a proof of identity as `identity`.',
  },
  identity_invalid: {
    status: 403,
    type: 'permission_error',
    message: 'This proof of identity is not valid.',
    owner:
      'The JWT in `identity` was refused. It must be HS256, signed with a key of this site in IDENTITY_KEYS; aud must be the site’s name, sub the person, and exp at most 24 hours ahead.',
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
    message: 'This site has no version with this number.',
  },
  unknown_session: {
    status: 404,
    type: 'not_found_error',
    message: 'No session with this id is stored.',
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
      'The turn with this id does not match: its text or attempt is different, it is not the last turn, or it is not over.',
  },
  busy: {
    status: 409,
    type: 'conflict_error',
    message: 'Too many questions are waiting for an answer. Try again in a moment.',
  },
  body_too_large: {
    status: 413,
    type: 'invalid_request_error',
    message: 'The body is larger than this address accepts.',
  },
  settings_conflict: {
    status: 409,
    type: 'conflict_error',
    message: 'Someone else has changed this in the meantime. Load it again, then decide.',
  },
  demo_stays: {
    status: 409,
    type: 'conflict_error',
    message: 'The site `demo` is always there: pause it instead.',
  },
  site_exists: {
    status: 409,
    type: 'conflict_error',
    message: 'A site with this name already exists.',
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
    message: 'This conversation has reached the site’s limit. Start a new one.',
  },
  visitor_limit_reached: {
    status: 429,
    type: 'rate_limit_error',
    message: 'You have reached this site’s limit for one day (UTC).',
  },
  site_limit_reached: {
    status: 429,
    type: 'rate_limit_error',
    message: 'This site has reached its limit for now.',
    owner:
      'A limit of the site is used up; `param` names it. Raise it in the console, or wait until its period is over.',
  },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many requests: wait a minute.',
  },
} as const satisfies Record<string, FailureEntry>
