/** `https://` + 253 characters of a host + `:65535`. */
const ORIGIN_CHARACTERS = 8 + 253 + 6

/**
 * `https://shop.example` or `http://localhost:8788`: what a browser sends in `Origin`, letter for letter (RFC 6454 §6.2:
 * lower case, no path, the scheme's own port left out).
 */
export function isOrigin(value: string): boolean {
  return (
    value.length <= ORIGIN_CHARACTERS &&
    /^(https(?!.*:443$)|http(?!.*:80$)):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/.test(value)
  )
}

const FAULTS = {
  missing: 'An origin is missing here: https://shop.example, say.',
  none: 'Pages without an origin (files, sandboxes) cannot be allowed.',
  spaces: 'An origin has no spaces or line breaks: one entry for each.',
  wildcard: 'There are no wildcards: name every origin.',
  scheme: 'The scheme is missing.',
  not_web: 'Only pages of http and https have an origin that can be allowed.',
  no_address: 'This is no address: https://shop.example is one.',
  password: 'A name or a password does not belong to an origin.',
  path: 'A path does not belong to an origin: it holds for all pages of a host.',
  slash: 'An origin does not end with a slash.',
  port: 'Browsers leave the scheme’s own port out.',
  case: 'Browsers send origins in lower case.',
  other: 'This is not what a browser sends as an origin.',
} as const

export interface OriginFault {
  reason: keyof typeof FAULTS
  /** The origin that was probably meant; null where nobody knows. */
  meant: string | null
}

/** One sentence for the owner, with the origin that was probably meant; null for an origin. */
export function whyNotOrigin(value: string): string | null {
  const fault = originFault(value)
  if (fault === null) return null
  return `${FAULTS[fault.reason]}${fault.meant === null ? '' : ` Did you mean ${fault.meant}?`}`
}

/** The same, for whoever has words of their own. */
export function originFault(value: string): OriginFault | null {
  if (isOrigin(value)) return null
  const without = (reason: OriginFault['reason']): OriginFault => ({ reason, meant: null })
  if (value.trim() === '') return without('missing')
  if (value === 'null') return without('none')
  if (/\s/.test(value)) return without('spaces')
  if (value.includes('*')) return without('wildcard')
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return { reason: 'scheme', meant: origin(readUrl(`https://${value}`)) }
  if (!/^https?:/i.test(value)) return without('not_web')
  const url = readUrl(value)
  return url === null ? without('no_address') : { reason: reasonOf(value, url), meant: origin(url) }
}

const origin = (url: URL | null): string | null => (url !== null && isOrigin(url.origin) ? url.origin : null)

function reasonOf(value: string, { username, password, search, hash, pathname }: URL): OriginFault['reason'] {
  if (username || password) return 'password'
  if (search || hash || pathname !== '/') return 'path'
  if (value.endsWith('/')) return 'slash'
  if (/^https:.*:443$|^http:.*:80$/i.test(value)) return 'port'
  if (/[A-Z]/.test(value)) return 'case'
  return 'other'
}

/** `URL` belongs to every runtime this runs in, and to no language. */
interface URL {
  origin: string
  username: string
  password: string
  search: string
  hash: string
  pathname: string
}
declare const URL: { parse(text: string): URL | null }

const readUrl = (text: string): URL | null => URL.parse(text)
