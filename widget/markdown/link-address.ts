import { neutral } from './neutral.ts'

export interface LinkAddress {
  href: string
  /** What the visitor sees of the target: a host in its ASCII form, a mail address or a telephone number. */
  host: string
  /** It leads to the page that the visitor is on, so no host is shown. */
  isOwn: boolean
}

/** How links behave on the page where the answer is read. */
export interface LinkRules {
  /** The base for relative addresses. Without it, a relative address is not a link. */
  base?: string | undefined
  /** Links to this origin are the page's own. */
  own?: string | undefined
}

/** Browsers skip these characters inside an address, so the scheme is found without them. */
// oxlint-disable-next-line no-control-regex
const SKIPPED = /[\0-\x1f\x7f-\x9f]/g

/** The only schemes a link may have: the written address has to begin with one, and the browser has to read it that way. */
const WEB = /^https?:\/\//i
const DIRECT = /^(?:mailto|tel|sms):/i
const PROTOCOL = /^(?:https?|mailto|tel|sms):$/
/** A number without anything that a telephone would take for a command (`*21*…#`). */
const NUMBER = /^\+?\d[\d().-]{1,40}(?:;[\w=.+-]{1,40})*$/
/** An address that begins like this has a scheme and is not relative. */
const SCHEME = /^[a-z][a-z\d+.-]*:/i

/** The address for `href`; `undefined` unless it leads to the web, a mailbox or a telephone. */
export function linkAddress(written: string, { base, own }: LinkRules = {}): LinkAddress | undefined {
  const bare = neutral(written).replace(SKIPPED, '').trim()
  const isWhole = WEB.test(bare) || DIRECT.test(bare)
  if (!isWhole && (SCHEME.test(bare) || !bare || !base)) return undefined
  try {
    // As in CommonMark's own examples: encoded characters stay encoded.
    const encoded = encodeURI(bare).replace(/%25(?=[\da-f]{2})/gi, '%')
    const url = isWhole ? new URL(encoded) : new URL(encoded, base)
    const { protocol, host, origin, pathname } = url
    if (!PROTOCOL.test(protocol)) return undefined
    if (host) return { href: isWhole ? encoded : url.href, host, isOwn: origin === own }
    if (protocol !== 'mailto:' && !NUMBER.test(pathname)) return undefined
    // Visitors could not see other recipients or a prepared text, so these are removed.
    return pathname ? { href: protocol + pathname, host: pathname, isOwn: false } : undefined
  } catch {
    return undefined
  }
}
