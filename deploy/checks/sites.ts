/** Every site as it is live: who may use it, what it may cost, and whether its provider answers. */
import type { Ask } from '../../build/owner-api.ts'
import { readStanding, siteNames } from '../../build/site-details.ts'
import type { Finding as PageFinding, FindingReason } from '../../protocol/owner.ts'
import { budgetLimit } from '../../protocol/owner-schema.ts'
import { field } from '../../protocol/record.ts'
import { DEMO, type Settings } from '../../protocol/site.ts'
import { pageOrigin } from '../answers.ts'
import { hint, well, wrong, type Finding } from './finding.ts'

export async function checkSites(ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const site of await siteNames(ask)) {
    const standing = await readStanding(ask, site)
    if (!standing) continue
    const { live } = standing
    // The site that is always there, and that nobody may embed: nothing to be said.
    if (site === DEMO && live.allowedOrigins.length === 0) continue
    findings.push(originsOf(site, live), budgetOf(site, live), botsOf(site, live))
    const [first] = live.allowedOrigins
    if (first !== undefined) findings.push(...(await answersOf(ask, site, pageOrigin(first))))
  }
  return findings.length > 0
    ? findings
    : [hint('sites', 'no site may be used by any page.', '`npm run setup`, or the console')]
}

const inConsole = (site: string, group: string): string => `the console: ${site}, ${group}`

const isLocal = (origin: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin)

function originsOf(site: string, { allowedOrigins: all }: Settings): Finding {
  const about = `site ${site}, pages`
  const mend = inConsole(site, '“Allowed origins”')
  if (all.length === 0) return hint(about, 'no page may have the chat.', mend)
  const local = all.filter(isLocal)
  if (local.length > 0) {
    return wrong(
      about,
      `${local.join(', ')}: any program on a visitor’s own machine may use it.`,
      `take it out in ${mend}`,
    )
  }
  const open = all.filter((origin) => origin.startsWith('http:'))
  if (open.length > 0)
    return hint(about, `${open.join(', ')}: whoever is between can change such pages.`, `https only, in ${mend}`)
  return well(about, all.join(', '))
}

function budgetOf(site: string, live: Settings): Finding {
  const about = `site ${site}, budget`
  const set = budgetLimit.options.filter((limit) => live[limit] > 0)
  const mend = inConsole(site, '“Spend per month” or “Tokens per month” (docs/limits.md)')
  if (set.length === 0) return wrong(about, 'there is none: what it may cost has no end.', mend)
  if (!set.some((limit) => /^(tokens|spend)/.test(limit))) {
    return hint(about, `only turns are counted (${set.map((limit) => `${limit} ${live[limit]}`).join(', ')}).`, mend)
  }
  return well(about, set.map((limit) => `${limit} ${live[limit]}`).join(', '))
}

function botsOf(site: string, { botCheck, identity }: Settings): Finding {
  const about = `site ${site}, bots`
  if (botCheck !== 'off') return well(about, 'Turnstile is asked once a session.')
  if (identity === 'required') return well(about, 'nobody gets in without a proof of who it is.')
  return hint(about, 'nothing keeps programs out.', 'docs/bots.md')
}

/** By a token that the provider is asked for, as a visitor’s question would ask it. */
async function answersOf(ask: Ask, site: string, page: string): Promise<Finding[]> {
  const found = field(await ask('POST', `/sites/${site}/checks`, { page }), 'findings')
  const all: PageFinding[] = Array.isArray(found) ? found : []
  const looked = all.filter(({ about }) => ABOUT.has(about))
  const bad = looked.filter(({ state }) => state === 'wrong')
  if (bad.length > 0) return bad.map((finding) => of(site, finding))
  const doubts = looked.filter(({ reason }) => reason === 'provider_unreachable' || reason === 'provider_slow')
  if (doubts.length > 0) return doubts.map((finding) => of(site, finding))
  return [well(`site ${site}, answers`, 'the provider takes key and model.')]
}

const ABOUT: ReadonlySet<string> = new Set(['key', 'model', 'quota', 'clock', 'bots', 'identity', 'paused'])

function of(site: string, { about, reason, detail }: PageFinding): Finding {
  const [what, mend] = WORDS[reason as FindingReason] ?? [`${reason} ${detail}`, inConsole(site, 'Embed')]
  const sign = reason === 'paused' ? hint : wrong
  return sign(`site ${site}, ${about}`, what.replace('…', detail), mend)
}

const KEY = '`OPENAI_API_KEY=… npm run setup -- --yes`, or `npx wrangler secret put` for one that PROVIDERS names'

const WORDS: Partial<Record<FindingReason, readonly [what: string, mend: string]>> = {
  providers_wrong: [
    'the Worker’s own provider is set up wrong (…).',
    '`[vars]` in wrangler.toml, then `npm run deploy`',
  ],
  key_missing: ['the provider … has no key.', KEY],
  key_refused: ['the provider … refuses the key.', KEY],
  provider_unreachable: ['the provider … cannot be reached.', 'OPENAI_BASE_URL, and the provider’s status page'],
  provider_slow: ['the provider … did not answer in time.', 'the provider’s status page'],
  not_an_api: ['what answers at … is no Chat Completions.', 'OPENAI_BASE_URL ends in /v1, mostly'],
  model_unknown: ['the provider has no model “…”.', 'the console, “Model”; or OPENAI_MODEL'],
  request_refused: ['the provider refuses the request for “…”.', 'the console, “Model” and sampling'],
  no_credit: ['the account at … has no credit.', 'the provider’s billing page'],
  quota_used: ['the quota at … is used up.', 'the provider’s limits page'],
  rate_limited: ['the provider … is asked too often just now.', 'wait, or raise the limit there'],
  clock_off: ['the clock is … seconds off the provider’s.', 'nothing: tell the provider'],
  paused: ['it is paused: nobody can ask.', 'the console, resume'],
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
