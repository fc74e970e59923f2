import { CHECKS } from '../../../protocol/api/owner.ts'
import { Failure } from '../../../protocol/failure.ts'
import { allows } from '../../../protocol/origin.ts'
import type { Finding } from '../../../protocol/schemas/finding.ts'
import { field } from '../../../protocol/record.ts'
import { DEMO, type Site } from '../../../protocol/site.ts'
import { CHECKED_PAGE_CHARACTERS } from '../../../protocol/sizes.ts'
import { TRUSTED_NAME } from '../../../protocol/agreed-names.ts'
import { answer, type Routes } from '../../http/routes.ts'
import { readJson } from '../../http/body.ts'
import { TURNSTILE_SCRIPT, type BotCheck } from '../../auth/bot-check.ts'
import type { Identities } from '../../auth/identity.ts'
import { requireSettings } from '../require-settings.ts'
import { readiness } from '../readiness.ts'
import type { SiteRegistry } from '../../sites/site-registry.ts'
import type { Sites } from '../../sites/read-site.ts'
import type { Reach } from '../../providers/base-url.ts'
import type { callProvider } from '../../providers/call.ts'
import type { Provider } from '../../providers/provider-list.ts'
import { readPage, type Page, type Unread } from './check-page.ts'
import { blockedBy } from './check-policy.ts'
import { checkProvider } from './check-provider.ts'
import { readContents, tagTrouble, type Pinned } from './check-tag.ts'

export interface CheckDependencies {
  sites: Sites
  siteRegistry: SiteRegistry
  botCheck: BotCheck
  identities: Identities
  providers: () => readonly Provider[]
  call: typeof callProvider
  /** Of pages that may be fetched. */
  reach: Reach
  pinned: () => Promise<Pinned>
  /** Where the demo site may be embedded, besides its published origins. */
  demoOrigins: readonly string[]
}

const PAGE_MILLISECONDS = 5_000
const POLICY_CHARACTERS = 20_000
/** These do not, or may not, keep visitors from the chat: the owner has to check something else. */
const DOUBTS: ReadonlySet<string> = new Set([
  'page_guarded',
  'page_too_deep',
  'tag_by_manager',
  'tag_too_far',
  'tag_elsewhere',
  'tag_other_looks',
])

const finding = (about: Finding['about'], { reason, detail }: Pick<Finding, 'reason' | 'detail'>): Finding => ({
  about,
  state: reason === '' ? 'well' : DOUBTS.has(reason) ? 'unknown' : 'wrong',
  reason,
  detail,
})
const WELL = { reason: '', detail: '' } as const

export function checkRoutes(dependencies: CheckDependencies): Routes<typeof CHECKS> {
  const { sites, siteRegistry, providers, call, reach, pinned, demoOrigins } = dependencies
  return {
    async checkSettings({ site: name, request }) {
      const settings = requireSettings(field(await readJson(CHECKS.checkSettings, request), 'settings'))
      const { paused: isPaused } = await sites.read(name)
      // What the demo page may always do is not in the settings.
      const allowedOrigins = [...settings.allowedOrigins, ...(name === DEMO ? demoOrigins : [])]
      return answer(CHECKS.checkSettings, {
        findings: readiness({ name, settings: { ...settings, allowedOrigins }, isPaused }, dependencies),
      })
    },

    /** For the live settings. */
    async readReadiness({ site: name }) {
      const settings = await sites.read(name)
      const findings = readiness({ name, settings, isPaused: settings.paused }, dependencies)
      return answer(CHECKS.readReadiness, { findings })
    },

    async checkPage({ site: name, request }) {
      const address = field(await readJson(CHECKS.checkPage, request), 'page')
      if (typeof address !== 'string' || address.length > CHECKED_PAGE_CHARACTERS)
        throw new Failure('invalid_body', { param: 'page' })
      // What visitors get, not what the site registry has.
      const site = await sites.read(name)
      const [page, asked] = await Promise.all([
        readPage(address, reach, AbortSignal.timeout(PAGE_MILLISECONDS)),
        checkProvider(site, providers, call),
      ])
      const findings = [
        ...('html' in page ? await ofPage(name, page, site, new URL(request.url).origin) : ofUnread(page)),
        ...(page.url ? [await ofOrigin(name, page.url.origin, site)] : []),
        // The provider was just asked about the key, and the line above covers this page's origin.
        ...readiness({ name, settings: site, isPaused: site.paused }, dependencies).filter(
          ({ about }) => about !== 'key' && about !== 'origin',
        ),
        ...asked,
      ]
      return answer(CHECKS.checkPage, { findings })
    },
  }

  async function ofPage(name: string, page: Page, site: Site, origin: string): Promise<Finding[]> {
    const { imageHosts, botCheck } = site
    const { url, html, isCut } = page
    const contents = await readContents(html, url)
    if (contents === null) return ofUnread({ url, reason: 'page_too_deep', detail: '' })
    const trouble = tagTrouble(contents, { site: name, looks: site, origin, pinned: await pinned(), isCut })
    const tag = contents.tags.find(({ site }) => site === name || !site)
    const worker = tag?.src.origin ?? origin
    const turnstile = botCheck === 'off' ? [] : [TURNSTILE_SCRIPT]
    const blocked = blockedBy([...page.policies, ...contents.policies].map(bounded), url, {
      scripts: [tag?.src.href ?? `${origin}/inglenook.js`, `${worker}/inglenook/panel.js`, ...turnstile],
      isParsed: tag !== undefined,
      nonce: tag?.nonce ?? '',
      integrity: tag?.integrity ?? '',
      requests: [`${URL.parse(tag?.api ?? '')?.origin ?? worker}/v1/turns`],
      pictures: imageHosts.map((host) => `https://${host}/`),
      frames: turnstile,
      trusted: turnstile.map(() => TRUSTED_NAME),
    })
    return [
      finding('page', WELL),
      finding('tag', trouble ?? WELL),
      ...(blocked.length ? blocked : [WELL]).map((found) => finding('csp', found)),
    ]
  }

  /** If the draft has the origin, publishing it is enough. */
  async function ofOrigin(name: string, origin: string, { allowedOrigins }: Site): Promise<Finding> {
    if (allows(allowedOrigins, origin)) return finding('origin', WELL)
    const { draft } = await siteRegistry.read(name)
    const isDrafted = draft && allows(draft.settings.allowedOrigins ?? [], origin)
    const reason = isDrafted ? 'origin_in_draft' : allowedOrigins.length ? 'origin_missing' : 'origin_none'
    return finding('origin', { reason, detail: origin })
  }
}

/** No genuine policy is this long, and a longer one would take seconds to check. */
const bounded = (policy: string): string => policy.slice(0, POLICY_CHARACTERS)

const ofUnread = ({ reason, detail, url }: Unread): Finding[] => [
  finding('page', { reason, detail: detail || (url?.origin ?? '') }),
  ...(['tag', 'csp'] as const).map((about): Finding => ({
    about,
    state: 'unknown',
    reason: 'page_unread',
    detail: '',
  })),
]
