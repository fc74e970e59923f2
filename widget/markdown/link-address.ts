import { neutral } from './neutral.ts'

export interface LinkAddress {
  href: string
  /** What a visitor is told: where this leads. A host in its ASCII form, or a mail address. */
  host: string
}

/** Browsers skip these inside an address, so a scheme is looked for without them. */
// oxlint-disable-next-line no-control-regex
const SKIPPED = /[\0-\x1f\x7f-\x9f]/g

/** The address as it may stand in `href`; nothing when it leads elsewhere than to the web or to a mailbox. */
export function linkAddress(written: string): LinkAddress | undefined {
  const bare = neutral(written).replace(SKIPPED, '').trim()
  if (!/^(?:https?:\/\/|mailto:)/i.test(bare)) return undefined
  try {
    // As CommonMark's own examples write it: what is encoded stays so.
    const href = encodeURI(bare).replace(/%25(?=[\da-f]{2})/gi, '%')
    const { host, pathname } = new URL(href)
    if (host) return { href, host }
    // Who else would get a mail, and what would be in it, nobody is told: that is left out.
    return { href: `mailto:${pathname}`, host: pathname }
  } catch {
    return undefined
  }
}
