/**
 * What failures are counted by: an IPv4 address, or the first 64 bits of an IPv6 one. A line at home has 2^64 addresses
 * to itself, so that counting single ones would count nothing.
 */
export function networkOf(address: string): string {
  // As URL writes it: lower case, no leading zeros, `::` for the longest run of zeros.
  const host = URL.parse(`http://[${address}]`)?.hostname
  // An IPv4 address is written as IPv6 where a socket takes both kinds.
  if (host === undefined || host.startsWith('[::ffff:')) return address.slice(0, 45)
  const [before = '', after = ''] = host.slice(1, -1).split('::')
  const head = before.split(':').filter(Boolean)
  const tail = after.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
