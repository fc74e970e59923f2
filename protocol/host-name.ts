/**
 * `images.shop.example`, as `URL` writes a `hostname`: lower case, labels as in RFC 1123 §2.1 (Punycode for others), without a
 * port or a wildcard, and not a numeric address.
 */
export function isHostName(value: string): boolean {
  return (
    value.length <= 253 &&
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.|$))+$/.test(value) &&
    !/(^|\.)(\d*|0x[0-9a-f]*)$/.test(value)
  )
}
