/** Every live site: who may use it, what it may cost, and whether its provider answers. */
import type { Ask } from '../../../build/sites/owner-api.ts'
import { findingText } from '../../../build/sites/finding-text.ts'
import { readStanding, siteNames } from '../../../build/sites/site-details.ts'
import type { Finding as PageFinding } from '../../../protocol/schemas/finding.ts'
import { budgetLimit } from '../../../protocol/schemas/budget.ts'
import { field } from '../../../protocol/record.ts'
import { DEMO, type Settings } from '../../../protocol/site.ts'
import { pageOrigin } from '../../setup/answers.ts'
import { hint, well, wrong, type Finding } from './finding.ts'

export async function checkSites(ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const site of await siteNames(ask)) {
    const standing = await readStanding(ask, site)
    if (!standing) continue
    const { live } = standing
    // The built-in site, which nobody may embed: there is nothing to say.
    if (site === DEMO && live.allowedOrigins.length === 0) continue
    findings.push(originsOf(site, live), budgetOf(site, live), botsOf(site, live))
    const [first] = live.allowedOrigins
    if (first !== undefined) findings.push(...(await answersOf(ask, site, pageOrigin(first))))
  }
  return findings.length > 0
    ? findings
    : [hint('sites', 'no site has an allowed origin.', '`npm run setup`, or the console')]
}

const inConsole = (site: string, group: string): string => `the console: ${site}, ${group}`

const isLocal = (origin: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin)

function originsOf(site: string, { allowedOrigins: all }: Settings): Finding {
  const about = `site ${site}, pages`
  const remedy = inConsole(site, '“Allowed origins”')
  if (all.length === 0) return hint(about, 'no page is allowed to have the chat.', remedy)
  const local = all.filter(isLocal)
  if (local.length > 0) {
    return wrong(
      about,
      `${local.join(', ')}: any program on a visitor’s own machine can use the chat.`,
      `remove it in ${remedy}`,
    )
  }
  const open = all.filter((origin) => origin.startsWith('http:'))
  if (open.length > 0)
    return hint(
      about,
      `${open.join(', ')}: anyone on the network path can change such pages.`,
      `https only, in ${remedy}`,
    )
  return well(about, all.join(', '))
}

function budgetOf(site: string, live: Settings): Finding {
  const about = `site ${site}, budget`
  const set = budgetLimit.options.filter((limit) => live[limit] > 0)
  const remedy = inConsole(site, '“Spend per month” or “Tokens per month” (docs/limits.md)')
  if (set.length === 0) return wrong(about, 'there is no limit: the cost is unlimited.', remedy)
  if (!set.some((limit) => /^(tokens|spend)/.test(limit))) {
    return hint(about, `only turns are limited (${set.map((limit) => `${limit} ${live[limit]}`).join(', ')}).`, remedy)
  }
  return well(about, set.map((limit) => `${limit} ${live[limit]}`).join(', '))
}

function botsOf(site: string, { botCheck, identity }: Settings): Finding {
  const about = `site ${site}, bots`
  if (botCheck !== 'off') return well(about, 'Turnstile checks once per session.')
  if (identity === 'required') return well(about, 'nobody gets in without a proof of identity.')
  return hint(about, 'nothing keeps programs out.', 'docs/bots.md')
}

/** Requests one token from the provider, as a visitor’s question would. */
async function answersOf(ask: Ask, site: string, page: string): Promise<Finding[]> {
  const found = field(await ask('checkPage', { site, body: { page } }), 'findings')
  const all: PageFinding[] = Array.isArray(found) ? found : []
  const looked = all.filter(({ about }) => !OF_A_PAGE.has(about))
  const hints = looked.filter(({ reason }) => HINTS.has(reason)).map((finding) => of(site, finding))
  const bad = looked.filter(({ state, reason }) => state === 'wrong' && !HINTS.has(reason))
  if (bad.length > 0) return [...bad.map((finding) => of(site, finding)), ...hints]
  const doubts = looked.filter(({ reason }) => reason === 'provider_unreachable' || reason === 'provider_slow')
  if (doubts.length > 0) return [...doubts.map((finding) => of(site, finding)), ...hints]
  return [well(`site ${site}, answers`, 'the provider accepts the key and the model.'), ...hints]
}

/** Findings about a page, which is the owner's business: this checks the site. */
const OF_A_PAGE: ReadonlySet<string> = new Set(['page', 'tag', 'csp', 'origin'])
/** Findings that are not errors. */
const HINTS: ReadonlySet<string> = new Set(['paused', 'lines_to_fill', 'notes_price_unknown'])

function of(site: string, finding: PageFinding): Finding {
  const { what, todo } = findingText(finding)
  const sign = HINTS.has(finding.reason) ? hint : wrong
  return sign(`site ${site}, ${finding.about}`, what, todo)
}
