/** Where the Worker may send a key: a public name over https; in development, this machine too. */

/** `public` is a deployed Worker; `local` is development, where http and loopback are allowed too. */
export type Reach = 'public' | 'local'

/** Names that mean this machine or this network (RFC 6761, 6762, 8375, 9476; ICANN's `internal`), with any prefix. */
const INNER =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|in-addr\.arpa|ip6\.arpa|invalid|onion|alt)$/
/** Public names that resolve to whatever address is written into them, including private ones. */
const MIRRORS = /(^|\.)(nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|traefik\.me)$/
const NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/**
 * Returns what is wrong with a provider's base URL, or undefined if nothing is.
 *
 * The host is checked as `URL` parsed it: decimal, octal, hexadecimal and short forms of an IPv4 address, full-width digits and
 * percent-encoding are resolved by then. What a name resolves to is not known here, but Workers' `fetch` reaches only the public
 * Internet.
 */
export function baseUrlProblem(text: string, reach: Reach): string | undefined {
  // `URL` drops some of these and reads a backslash as a slash, so the checked address would differ from the written one.
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) return 'only visible ASCII characters, and no backslash'
  if (text.includes('@')) return 'no credentials'
  if (text.includes('?') || text.includes('#')) return 'no query and no fragment'
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return 'an address such as https://api.example.com/v1'
  const { protocol, hostname, port } = new URL(text)
  if (port === '0') return 'no port 0'
  if (reach === 'local' && isLoopback(hostname)) return undefined
  if (protocol !== 'https:' && reach === 'public') return 'https only'
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return 'a name, not an IP address'
  return isPublicName(hostname) ? undefined : 'a public host name'
}

/** As `URL` parsed it; a numeric address does not count. */
const isPublicName = (hostname: string): boolean =>
  NAME.test(hostname) && !INNER.test(hostname) && !MIRRORS.test(hostname)

/**
 * A page on the public Internet (in development also on this machine), as given by an owner or a redirect; null for any other
 * address. Secrets are never sent there.
 */
export function pageAddress(text: string, reach: Reach, base?: URL): URL | null {
  const url = URL.parse(text, base)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.port === '0') return null
  return isPublicName(url.hostname) || (reach === 'local' && isLoopback(url.hostname)) ? url : null
}

/** The form that addresses are built from: without a slash at the end. Only for URLs that passed `baseUrlProblem`. */
export function tidyBaseUrl(text: string): string {
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/(?<!\/)\/+$/, '')
}

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
