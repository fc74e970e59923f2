import { neutral } from './neutral.ts'

export interface LinkAddress {
  href: string
  /** What a visitor is told: where this leads. A host in its ASCII form, a mail address or a telephone number. */
  host: string
  /** It leads to where the reader is: nobody has to be told. */
  isOwn: boolean
}

/** How links lead from the page that an answer is read on. */
export interface LinkRules {
  /** What a relative address is resolved against; without it, a relative one leads nowhere. */
  base?: string | undefined
  /** The origin whose links are the page's own. */
  own?: string | undefined
}

/** Browsers skip these inside an address, so a scheme is looked for without them. */
// oxlint-disable-next-line no-control-regex
const SKIPPED = /[\0-\x1f\x7f-\x9f]/g

/** Where a link may lead, and nowhere else: the written address has to begin like this, and the browser has to read it so. */
const WEB = /^https?:\/\//i
const DIRECT = /^(?:mailto|tel|sms):/i
const PROTOCOL = /^(?:https?|mailto|tel|sms):$/
/** A number, and nothing that a telephone would take for a command (`*21*…#`). */
const NUMBER = /^\+?\d[\d().-]{1,40}(?:;[\w=.+-]{1,40})*$/
/** What begins so names a scheme, and is not relative. */
const SCHEME = /^[a-z][a-z\d+.-]*:/i

/** The address for `href`. Nothing when it leads anywhere else than to the web, a mailbox or a telephone. */
export function linkAddress(written: string, { base, own }: LinkRules = {}): LinkAddress | undefined {
  const bare = neutral(written).replace(SKIPPED, '').trim()
  const isWhole = WEB.test(bare) || DIRECT.test(bare)
  if (!isWhole && (SCHEME.test(bare) || !bare || !base)) return undefined
  try {
    // As CommonMark's own examples write it: what is encoded stays so.
    const encoded = encodeURI(bare).replace(/%25(?=[\da-f]{2})/gi, '%')
    const url = isWhole ? new URL(encoded) : new URL(encoded, base)
    const { protocol, host, origin, pathname } = url
    if (!PROTOCOL.test(protocol)) return undefined
    if (host) return { href: isWhole ? encoded : url.href, host, isOwn: origin === own }
    if (protocol !== 'mailto:' && !NUMBER.test(pathname)) return undefined
    // Who else would get a mail or a message, and what would be in it, nobody is told: that is left out.
    return pathname ? { href: protocol + pathname, host: pathname, isOwn: false } : undefined
  } catch {
    return undefined
  }
}
