/** `https://` + 253 characters of a host + `:65535`. */
const ORIGIN_CHARACTERS = 8 + 253 + 6

/**
 * `https://shop.example` or `http://localhost:8788`: what a browser sends in `Origin`, exactly (RFC 6454 §6.2: lower case, no
 * path, the scheme's own port left out).
 */
export function isOrigin(value: string): boolean {
  return (
    value.length <= ORIGIN_CHARACTERS &&
    /^(https(?!.*:443$)|http(?!.*:80$)):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/.test(value)
  )
}

/** `https://*.shop.example`, perhaps with a port: the parts before and after the star. */
const WILDCARD = /^(https?:\/\/)\*(\.[^*]*)$/

/**
 * Whether a list of origins and wildcards includes this one. A star means one label or more, as in CSP (CSP3 §6.7.2.8), but at
 * least one: `https://*.shop.example` includes `https://de.shop.example` and `https://a.b.shop.example`, but not
 * `https://shop.example`.
 */
export function allows(list: readonly string[], origin: string): boolean {
  // Checked first: otherwise a caller could send the wildcard itself and match.
  if (!isOrigin(origin)) return false
  return list.some((entry) => {
    if (entry === origin) return true
    const [, scheme, rest] = WILDCARD.exec(entry) ?? []
    if (scheme === undefined || rest === undefined || !origin.startsWith(scheme) || !origin.endsWith(rest)) return false
    return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(origin.slice(scheme.length, -rest.length))
  })
}

/** What such a list may contain, judged by its form. `origin-fault.ts` checks how wide a wildcard is when it is written. */
export const isAllowable = (entry: string): boolean => isOrigin(entry.replace('//*.', '//any.'))
