/** Empty if the text is not base64url: no signature or key is that short. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(text, { alphabet: 'base64url' })
  } catch {
    return new Uint8Array()
  }
}
