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
} as const satisfies Record<string, FailureEntry>
