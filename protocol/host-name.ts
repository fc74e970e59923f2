/**
 * `images.shop.example`, as `URL` writes a `hostname`: lower case, labels of RFC 1123 §2.1 (Punycode for others), neither a
 * port nor a wildcard nor an address in numbers.
 */
export function isHostName(value: string): boolean {
  return (
    value.length <= 253 &&
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.|$))+$/.test(value) &&
    !/(^|\.)(\d*|0x[0-9a-f]*)$/.test(value)
  )
}
