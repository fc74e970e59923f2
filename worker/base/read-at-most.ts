/**
 * The bytes of a body, or null when there are more than `most` of them; the rest is then cancelled.
 *
 * @param beyond how many more bytes are first read and thrown away.
 */
export async function readAtMost(
  body: ReadableStream<Uint8Array>,
  most: number,
  beyond = 0,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > most + beyond) return null
    if (length <= most) chunks.push(chunk)
  }
  if (length > most) return null
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}
