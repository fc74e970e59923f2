import { Failure } from '../../protocol/failure.ts'
import type { Finding, FindingReason } from '../../protocol/schemas/finding.ts'
import type { Settings } from '../../protocol/site.ts'
import { limitsSpend } from '../limits/limits.ts'
import type { Provider } from '../providers/provider-list.ts'
import { unpricedBy } from '../providers/pricing/pricing.ts'

/** What a site's settings rely on, and a deployment may lack. */
export interface Deployment {
  /** @throws Failure `site_misconfigured` when the variables that configure them are invalid. */
  providers(): readonly Provider[]
  botCheck: { missing(settings: Pick<Settings, 'botCheck' | 'turnstileSiteKey'>): 'site key' | 'secret' | null }
  identities: { hasKey(site: string): boolean }
}

type Ready = Pick<Finding, 'reason' | 'detail'>

const WELL: Ready = { reason: '', detail: '' }
const BOTS = { 'site key': 'bots_site_key', secret: 'bots_secret' } as const
/** These keep no visitor from an answer, but the owner may not want that answer. */
const DOUBTS: ReadonlySet<FindingReason | ''> = new Set(['lines_to_fill', 'notes_price_unknown'])

/**
 * Whether visitors would get an answer with these settings on this deployment, as far as that is known without calling anything.
 * One finding for everything that these settings use: `well`, `wrong` (nobody gets an answer) or `unknown` (there is an answer,
 * perhaps an unintended one).
 */
export function readiness(
  site: { name: string; settings: Settings; isPaused: boolean },
  { providers, botCheck, identities }: Deployment,
): Finding[] {
  const { name, settings, isPaused } = site
  const missing = botCheck.missing(settings)
  return [
    finding('origin', { reason: settings.allowedOrigins.length > 0 ? '' : 'origin_none', detail: '' }),
    ...ofProviders(settings, providers),
    finding('instructions', linesToFill(settings)),
    ...(settings.botCheck === 'off' ? [] : [finding('bots', { reason: missing ? BOTS[missing] : '', detail: '' })]),
    ...(settings.identity === 'off'
      ? []
      : [finding('identity', { reason: identities.hasKey(name) ? '' : 'identity_key', detail: '' })]),
    finding('paused', { reason: isPaused ? 'paused' : '', detail: '' }),
  ]
}

function finding(about: Finding['about'], { reason, detail }: Ready): Finding {
  const state = reason === '' ? 'well' : DOUBTS.has(reason) ? 'unknown' : 'wrong'
  return { about, state, reason, detail }
}

/** Which provider is asked, whether it has a key, and whether its price is known if spending is limited. */
function ofProviders(settings: Settings, providers: Deployment['providers']): Finding[] {
  let all: readonly Provider[]
  try {
    all = providers()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [finding('key', { reason: 'providers_wrong', detail: error.detail ?? '' })]
  }
  const wanted = settings.upstream ? all.find(({ name }) => name === settings.upstream) : all[0]
  if (!wanted) return [finding('upstream', { reason: 'upstream_unknown', detail: settings.upstream })]
  const isKeyless = wanted.dialect.needsKey && !wanted.key
  return [
    finding('upstream', WELL),
    finding('key', isKeyless ? { reason: 'key_missing', detail: wanted.name } : WELL),
    ...ofPrices(settings, all),
  ]
}

function ofPrices(settings: Settings, all: readonly Provider[]): Finding[] {
  if (!limitsSpend(settings)) return []
  const { upstream, model, cheaperModel, summary, summaryModel } = settings
  const unpriced = (asked: string): string | null => {
    const found = unpricedBy(all, { provider: upstream, model: asked })
    return found && `${found.provider}: ${found.model}`
  }
  const detail = unpriced(model) ?? (cheaperModel ? unpriced(cheaperModel) : null)
  if (detail !== null) return [finding('price', { reason: 'price_unknown', detail })]
  const ofNotes = summary === 'on' && summaryModel ? unpriced(summaryModel) : null
  return [finding('price', ofNotes === null ? WELL : { reason: 'notes_price_unknown', detail: ofNotes })]
}

/**
 * A line that a starting persona (`console/sites/starting-personas.ts`) leaves for its owner to complete: dots in place of words
 * (`We sell: …`), and the heading that says so. Dots after a letter (`Well…`) are intentional.
 */
const TO_FILL = /(?:^|[\s:：])(?:…|\.{3})|^[-*•].*……|\(replace these lines\)|（请替换以下内容）/u

function linesToFill({ instructions }: Settings): Ready {
  const lines = instructions.split('\n').filter((line) => TO_FILL.test(line))
  const [first = ''] = lines
  return lines.length === 0 ? WELL : { reason: 'lines_to_fill', detail: first.trim().slice(0, 120) }
}
