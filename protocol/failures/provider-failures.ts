import type { FailureEntry } from './failure-entry.ts'

/** A provider, or what it answered. Each name begins with `upstream_` or `answer_`: `docs/errors.md` is sorted by that. See `protocol/failure.ts`. */
export const PROVIDER_FAILURES = {
  upstream_not_configured: {
    status: 503,
    type: 'upstream_error',
    message: 'The assistant is not connected yet.',
    owner:
      'Set the secret OPENAI_API_KEY (npx wrangler secret put OPENAI_API_KEY) or the secret that PROVIDERS names, or point OPENAI_BASE_URL at a provider that needs no key.',
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
    owner: 'The provider failed or could not be reached: check OPENAI_BASE_URL and the provider’s status page.',
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
    message: 'The assistant cannot answer this.',
    owner: 'The provider’s content filter ended the answer: check the instructions and the filter’s settings.',
  },
  answer_needs_tool: {
    status: 502,
    type: 'upstream_error',
    message: 'The assistant’s answer could not be read.',
    owner: 'The model called a tool, but none was offered: check the persona’s model and what its provider adds.',
  },
  answer_too_long: {
    status: 502,
    type: 'upstream_error',
    message: 'The answer was cut short.',
    owner: 'The model did not stop, so its answer was ended: check the persona’s maxTokens, model and temperature.',
  },
} as const satisfies Record<string, FailureEntry>
