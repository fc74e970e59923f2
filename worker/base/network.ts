/**
 * The unit by which failures are counted: an IPv4 address, or the first 64 bits of an IPv6 address. A home connection has 2^64
 * addresses, so counting single ones would be useless.
 */
export function networkOf(address: string): string {
  // The form that `URL` writes: lower case, no leading zeros, `::` for the longest run of zeros.
  const host = URL.parse(`http://[${address}]`)?.hostname
  // A dual-stack socket writes an IPv4 address as IPv6.
  if (host === undefined || host.startsWith('[::ffff:')) return address.slice(0, 45)
  const [before = '', after = ''] = host.slice(1, -1).split('::')
  const head = before.split(':').filter(Boolean)
  const tail = after.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
