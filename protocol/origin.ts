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

/** `https://*.shop.example`, with a port where there is one: what stands before the star, and what after it. */
const WILDCARD = /^(https?:\/\/)\*(\.[^*]*)$/

/**
 * Whether a list of origins and wildcards has this one. A star is one label or more, as in a policy of CSP (CSP3 §6.7.2.8),
 * and never none: `https://*.shop.example` has `https://de.shop.example` and `https://a.b.shop.example`, and not
 * `https://shop.example`.
 */
export function allows(list: readonly string[], origin: string): boolean {
  // First of all, or somebody who sends the wildcard itself would have it.
  if (!isOrigin(origin)) return false
  return list.some((entry) => {
    if (entry === origin) return true
    const [, scheme, rest] = WILDCARD.exec(entry) ?? []
    if (scheme === undefined || rest === undefined || !origin.startsWith(scheme) || !origin.endsWith(rest)) return false
    return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(origin.slice(scheme.length, -rest.length))
  })
}

/** What may stand in such a list, by its form. Where a wildcard leads, `origin-fault.ts` judges when it is written. */
export const isAllowable = (entry: string): boolean => isOrigin(entry.replace('//*.', '//any.'))
