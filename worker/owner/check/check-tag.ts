import type { FindingReason } from '../../../protocol/schemas/finding.ts'
import { LOOKS_ATTRIBUTES, looksMissed, type Looks } from '../../../protocol/tag-looks.ts'

/** One of our tags, or one that loads the chat from another address. */
export interface Tag {
  src: URL
  site: string
  type: string
  /** `async` or `defer`: the page does not wait for it. */
  isPatient: boolean
  isCrossOrigin: boolean
  nonce: string
  integrity: string
  api: string
  /** Inside the page, without a launcher. */
  isInline: boolean
  /** Its attributes for the launcher's looks, by name without `data-`. */
  looks: Readonly<Record<string, string>>
}

export interface Contents {
  tags: Tag[]
  /** From `<inglenook-chat>`. */
  sites: string[]
  /** From `<meta>`. */
  policies: string[]
  hasTagManager: boolean
}

/** The address of exactly this version, from `embed.json`. */
export interface Pinned {
  url: string
  integrity: string
}

const LOOKS = Object.values(LOOKS_ATTRIBUTES)
const LOADER = /\/inglenook(\.js|\/loader-\w+\.js)$/

/** @returns null for a page that the rewriter refuses: deeply nested elements exceed its memory limit. */
export async function readContents(html: Uint8Array, page: URL): Promise<Contents | null> {
  const found: Contents = { tags: [], sites: [], policies: [], hasTagManager: false }
  let isInBody = false
  const rewriter = new HTMLRewriter()
    .on('script[src]', {
      element(element) {
        const read = (name: string) => plain(element.getAttribute(name))
        const src = URL.parse(read('src'), page)
        if (src?.hostname === 'www.googletagmanager.com') found.hasTagManager = true
        if (!src || !LOADER.test(src.pathname)) return
        found.tags.push({
          src,
          site: read('data-site'),
          type: read('type').trim().toLowerCase(),
          isPatient: element.hasAttribute('async') || element.hasAttribute('defer'),
          isCrossOrigin: element.hasAttribute('crossorigin'),
          nonce: read('nonce'),
          integrity: read('integrity').trim(),
          api: read('data-api'),
          isInline: element.hasAttribute('data-target'),
          looks: Object.fromEntries(LOOKS.map((name) => [name, read(`data-${name}`)])),
        })
      },
    })
    .on('inglenook-chat', { element: (element) => void found.sites.push(plain(element.getAttribute('site'))) })
    .on('body', { element: () => void (isInBody = true) })
    // Browsers ignore this element inside the body.
    .on('meta[http-equiv]', {
      element(element) {
        if (isInBody || !/^content-security-policy$/i.test(element.getAttribute('http-equiv') ?? '')) return
        found.policies.push(...plain(element.getAttribute('content')).split(','))
      },
    })
    // Google's own snippet creates its script with a script.
    .on('script:not([src])', {
      text: ({ text }) => void (found.hasTagManager ||= text.includes('googletagmanager.com/gtm.js')),
    })
  try {
    await rewriter.transform(new Response(html)).arrayBuffer()
  } catch {
    return null
  }
  return found
}

/** The rewriter returns attributes undecoded; policies and addresses need only these entities. */
const plain = (attribute: string | null): string =>
  (attribute ?? '').replace(/&(#39|#x27|apos);/gi, "'").replace(/&(amp|#38);/gi, '&')

interface Sought {
  site: string
  /** The site's settings. */
  looks: Looks
  origin: string
  pinned: Pinned
  isCut: boolean
}

/** What is wrong with the tags of a page, for one site of the Worker at `origin`; null if nothing is. */
export function tagTrouble(
  { tags, sites, hasTagManager }: Contents,
  { site, looks, origin, pinned, isCut }: Sought,
): { reason: FindingReason; detail: string } | null {
  const ours = tags.filter(({ src }) => src.origin === origin)
  const [stranger] = tags
  if (ours.length === 0) {
    if (stranger) return { reason: 'tag_elsewhere', detail: stranger.src.origin }
    return { reason: isCut ? 'tag_too_far' : hasTagManager ? 'tag_by_manager' : 'tag_missing', detail: '' }
  }
  const named = [...ours.map(({ site }) => site), ...sites].filter(Boolean)
  if (!named.includes(site)) {
    return { reason: named.length ? 'tag_other_site' : 'tag_no_site', detail: named.join(', ').slice(0, 200) }
  }
  const [tag] = [...ours.filter((tag) => tag.site === site), ...ours]
  const reason = tag && wrongWith(tag, pinned)
  if (reason) return { reason, detail: '' }
  const others = tag && tag.site === site && !tag.isInline ? looksMissed(looks, tag.looks) : []
  return others.length ? { reason: 'tag_other_looks', detail: others.join(', ') } : null
}

function wrongWith({ src, type, isPatient, isCrossOrigin, integrity }: Tag, pinned: Pinned): FindingReason | null {
  if (type !== '' && type !== 'module' && !/^(text|application)\/(x-)?(java|ecma)script$/.test(type))
    return 'tag_held_back'
  if (src.pathname !== '/inglenook.js' && src.pathname !== pinned.url) return 'tag_old'
  if (integrity && !integrity.split(/\s+/).includes(pinned.integrity)) return 'tag_integrity'
  if (integrity && !isCrossOrigin) return 'tag_no_crossorigin'
  // No page waits for a module.
  return isPatient || type === 'module' ? null : 'tag_not_async'
}
