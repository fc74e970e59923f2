/** RFC 9562, version 4. `crypto.randomUUID` is missing on pages served over plain http. */
export function uuid(): string {
  const random = crypto.getRandomValues(new Uint8Array(36))
  // A digit has 16 values; y, which encodes the variant, has 4 of them.
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place, at: number) => {
    const digit = (random[at] ?? 0) & 15
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16)
  })
}
