/** JSON Web Tokens in compact form (RFC 7519, RFC 7515 §7.1): taken apart, not yet believed. */
import { field } from '../../protocol/record.ts'

export interface Jwt {
  header: unknown
  claims: unknown
  /** What the signature is about. */
  signed: Uint8Array
  signature: Uint8Array<ArrayBuffer>
}

/** Clocks of two machines: a token may be a little younger than it says. */
const SKEW_SECONDS = 30

/** Null for what has not three parts. A part that cannot be read is null or empty, and fails the check of it. */
export function readJwt(text: string): Jwt | null {
  const [head = '', payload = '', signature, ...more] = text.split('.')
  if (signature === undefined || more.length > 0) return null
  return {
    header: parse(head),
    claims: parse(payload),
    signed: new TextEncoder().encode(`${head}.${payload}`),
    signature: bytes(signature),
  }
}

/** @param now in seconds since 1970, as the claims are (NumericDate, RFC 7519 §2). */
export function timeProblem(claims: unknown, now: number): string | null {
  const [exp, nbf] = [field(claims, 'exp'), field(claims, 'nbf') ?? 0]
  if (typeof exp !== 'number' || exp <= now) return 'expired'
  if (typeof nbf !== 'number' || nbf > now + SKEW_SECONDS) return 'not valid yet'
  return null
}

export function isFor(claims: unknown, audience: string): boolean {
  const aud = field(claims, 'aud')
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience
}

function parse(text: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes(text)))
  } catch {
    return null // fails the check of its fields
  }
}

/** Empty for what is no base64url: no signature and no key is that short. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(text, { alphabet: 'base64url' })
  } catch {
    return new Uint8Array()
  }
}
