import type { FailureEntry } from './failure-entry.ts'

/** The Worker itself, its storage or its setup: 5xx. See `protocol/failure.ts`. */
export const WORKER_FAILURES = {
  internal: {
    status: 500,
    type: 'server_error',
    message: 'Something went wrong on our side.',
  },
  publish_failed: {
    status: 503,
    type: 'server_error',
    message: 'The change could not be saved. Nothing is lost: the draft and the live version stay as they are.',
  },
  history_unavailable: {
    status: 503,
    type: 'server_error',
    message: 'The history of this session cannot be read right now.',
  },
  session_unavailable: {
    status: 503,
    type: 'server_error',
    message: 'This session cannot be reached right now. Try again in a moment.',
  },
  site_misconfigured: {
    status: 503,
    type: 'server_error',
    message: 'The chat of this site is not set up yet.',
    owner:
      'One of these is wrong: the published site in KV does not match the schema; PROVIDERS or OPENAI_BASE_URL is wrong; SESSION_KEYS is missing; a limit on spending is set but a model has no price (OPENAI_PRICES, PROVIDERS); TURNSTILE_SECRETS has no secret for the site’s turnstileSiteKey; IDENTITY_KEYS has no key for the site.',
  },
  bot_check_unavailable: {
    status: 503,
    type: 'server_error',
    message: 'The bot check cannot be reached right now.',
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
} as const satisfies Record<string, FailureEntry>
