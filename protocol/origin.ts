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

/** One sentence for the owner, with the origin that was probably meant; null for an origin. */
export function whyNotOrigin(value: string): string | null {
  if (isOrigin(value)) return null
  if (value.trim() === '') return 'An origin is missing here: https://shop.example, say.'
  if (value === 'null') return 'Pages without an origin (files, sandboxes) cannot be allowed.'
  if (/\s/.test(value)) return 'An origin has no spaces or line breaks: one entry for each.'
  if (value.includes('*')) return 'There are no wildcards: name every origin.'
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return `The scheme is missing: did you mean https://${value}?`
  if (!/^https?:/i.test(value)) return 'Only pages of http and https have an origin that can be allowed.'
  const url = readUrl(value)
  if (url === null) return 'This is no address: https://shop.example is one.'
  const meant = isOrigin(url.origin) ? ` Did you mean ${url.origin}?` : ''
  return `${reason(value, url)}${meant}`
}

function reason(value: string, { username, password, search, hash, pathname }: URL): string {
  if (username || password) return 'A name or a password does not belong to an origin.'
  if (search || hash || pathname !== '/')
    return 'A path does not belong to an origin: it holds for all pages of a host.'
  if (value.endsWith('/')) return 'An origin does not end with a slash.'
  if (/^https:.*:443$|^http:.*:80$/i.test(value)) return 'Browsers leave the scheme’s own port out.'
  if (/[A-Z]/.test(value)) return 'Browsers send origins in lower case.'
  return 'This is not what a browser sends as an origin.'
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
