import { neutral } from './neutral.ts'

export interface LinkAddress {
  href: string
  /** What a visitor is told: where this leads. A host in its ASCII form, or a mail address. */
  host: string
}

/** Browsers skip these inside an address, so a scheme is looked for without them. */
// oxlint-disable-next-line no-control-regex
const SKIPPED = /[\u0000-\u001f\u007f-\u009f]/g

/** The address as it may stand in `href`; nothing when it leads elsewhere than to the web or to a mailbox. */
export function linkAddress(written: string): LinkAddress | undefined {
  const bare = neutral(written).replace(SKIPPED, '').trim()
  if (!/^(?:https?:\/\/|mailto:)/i.test(bare)) return undefined
  try {
    // As CommonMark's own examples write it: what is encoded stays so.
    const href = encodeURI(bare).replace(/%25(?=[\da-f]{2})/gi, '%')
    const { host, pathname } = new URL(href)
    return { href, host: host || neutral(decodeURIComponent(pathname)) }
  } catch {
    return undefined
  }
}
