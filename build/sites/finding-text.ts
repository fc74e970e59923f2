/** The Worker's findings about a site, for a terminal: what is wrong, and where to fix it. */
import type { Finding, FindingReason } from '../../protocol/schemas/finding.ts'

/** For a finding that is not well. */
export function findingText({ reason, detail }: Pick<Finding, 'reason' | 'detail'>): { what: string; todo: string } {
  const text = reason === '' ? undefined : TEXTS[reason]
  const [what, todo] = text ?? [`${reason} …`, 'the console, Embed']
  // The text may contain a dollar sign, which is special in a replacement string.
  return { what: what.replace('…', () => detail), todo }
}

const KEY = '`OPENAI_API_KEY=… npm run setup -- --yes`, or `npx wrangler secret put` for one that PROVIDERS names'

const TEXTS: Partial<Record<FindingReason, readonly [what: string, todo: string]>> = {
  origin_none: ['no page is allowed to have the chat.', 'the console, “Allowed origins”'],
  upstream_unknown: ['there is no provider called “…”.', 'the console, “Upstream”; or PROVIDERS'],
  providers_wrong: [
    'the Worker’s own provider is set up incorrectly (…).',
    '`[vars]` in wrangler.toml, then `npm run deploy`',
  ],
  key_missing: ['the provider … has no key.', KEY],
  key_refused: ['the provider … refuses the key.', KEY],
  provider_unreachable: ['the provider … cannot be reached.', 'OPENAI_BASE_URL, and the provider’s status page'],
  provider_slow: ['the provider … did not answer in time.', 'the provider’s status page'],
  not_an_api: ['the address of … does not support Chat Completions.', 'OPENAI_BASE_URL, which usually ends in /v1'],
  model_unknown: ['the provider has no model “…”.', 'the console, “Model”; or OPENAI_MODEL'],
  request_refused: ['the provider refuses the request for “…”.', 'the console, “Model” and sampling'],
  no_credit: ['the account at … has no credit.', 'the provider’s billing page'],
  quota_used: ['the quota at … is used up.', 'the provider’s limits page'],
  rate_limited: ['the provider … gets too many requests right now.', 'the provider’s rate limits, or wait'],
  clock_off: ['the clock is … seconds off the provider’s.', 'nothing here; tell the provider'],
  price_unknown: [
    'spending is limited, but a price is unknown (…): no question gets an answer.',
    'OPENAI_PRICES or PROVIDERS in wrangler.toml (docs/limits.md), or the console, “Spend per day” and “Spend per month”',
  ],
  notes_price_unknown: [
    'spending is limited, but the price of the summary model is unknown (…): no notes are written.',
    'OPENAI_PRICES or PROVIDERS in wrangler.toml, or the console, “Summary model”',
  ],
  lines_to_fill: ['its instructions still have lines to fill in: “…”.', 'the console, “Instructions”'],
  paused: ['it is paused: nobody can ask questions.', 'the console, “Resume”'],
  bots_site_key: ['the bot check has no site key: nobody gets in.', 'docs/bots.md'],
  bots_secret: [
    'the bot check has no secret: nobody gets in.',
    '`npx wrangler secret put TURNSTILE_SECRETS`: docs/bots.md',
  ],
  identity_key: [
    'there is no key for proofs of identity.',
    '`npx wrangler secret put IDENTITY_KEYS`: docs/identify.md',
  ],
}
