/** Why a site may not allow a text as an origin, for the person who wrote it. */
import { isOrigin } from './origin.ts'
import { isShared } from './shared-hosts.ts'

const FAULTS = {
  missing: 'An origin is missing here. An origin looks like https://shop.example.',
  none: 'Pages without an origin (files, sandboxes) cannot be allowed.',
  spaces: 'An origin has no spaces or line breaks. Use one entry for each.',
  wildcard: 'A wildcard must be the whole first label of the host: https://*.shop.example.',
  wildcard_wide:
    'Anyone can have a website below this wildcard. It must be followed by at least two labels of your own.',
  wildcard_shared: 'Anyone can have a website there. Write your own address.',
  scheme: 'The scheme is missing.',
  not_web: 'Only http and https pages can be allowed.',
  no_address: 'This is not an address. An address looks like https://shop.example.',
  password: 'An origin has no user name and no password.',
  path: 'An origin has no path: it applies to all pages of a host.',
  slash: 'An origin does not end with a slash.',
  port: 'Browsers leave the scheme’s default port out.',
  case: 'Browsers send origins in lower case.',
  other: 'This is not what a browser sends as an origin.',
} as const

export interface OriginFault {
  reason: keyof typeof FAULTS
  /** The origin that was probably meant; null if unknown. */
  meant: string | null
}

/** One sentence for the owner, with what was probably meant; null for an origin, and for a wildcard that is not too wide. */
export function whyNotOrigin(value: string): string | null {
  const fault = originFault(value)
  if (fault === null) return null
  return `${FAULTS[fault.reason]}${fault.meant === null ? '' : ` Did you mean ${fault.meant}?`}`
}

/** The same, for callers that have their own words. */
export function originFault(value: string): OriginFault | null {
  const concrete = value.replace(/^(\w+:\/\/)?\*\./, `$1${ANY}.`)
  if (concrete === value || concrete.includes('*')) return formFault(value)
  // A wildcard has the form of an origin with one more label.
  const fault = formFault(concrete)
  if (fault === null) return reachFault(concrete)
  const meant = fault.meant !== null && reachFault(fault.meant) === null ? fault.meant.replace(ANY, '*') : null
  return { reason: fault.reason, meant }
}

/** Replaces a star. */
const ANY = 'any-label'

/** Whether a wildcard allows too many hosts. */
function reachFault(concrete: string): OriginFault | null {
  const host = (readUrl(concrete)?.hostname ?? '').slice(ANY.length + 1)
  if (isShared(host)) return { reason: 'wildcard_shared', meant: null }
  // A host that ends in digits is an address, so nothing can be below it.
  return /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(host) ? null : { reason: 'wildcard_wide', meant: null }
}

function formFault(value: string): OriginFault | null {
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

/** `URL` exists in every runtime this runs in, but the language's types do not include it. */
interface URL {
  origin: string
  hostname: string
  username: string
  password: string
  search: string
  hash: string
  pathname: string
}
declare const URL: { parse(text: string): URL | null }

const readUrl = (text: string): URL | null => URL.parse(text)
