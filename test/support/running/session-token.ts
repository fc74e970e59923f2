/** Session tokens like those of the Worker: for tests that need an old one, or one that is nearly right. */

export interface TokenFields {
  site: string
  origin: string
  session: string
  issuedAt: number
  expiresAt: number
  keyId: string
}

const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' }

export function readToken(token: string): TokenFields {
  const [payload = ''] = token.split('.')
  const [site, origin, session, issuedAt, expiresAt, keyId] = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return { site, origin, session, issuedAt, expiresAt, keyId }
}

/** @param secret base64url, as in `SESSION_KEYS`. */
export async function signToken(fields: TokenFields, secret: string): Promise<string> {
  const { site, origin, session, issuedAt, expiresAt, keyId } = fields
  const list = JSON.stringify([site, origin, session, issuedAt, expiresAt, keyId])
  const payload = Buffer.from(list).toString('base64url')
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret, 'base64url'), ALGORITHM, false, ['sign'])
  const mac = await crypto.subtle.sign(ALGORITHM, key, Buffer.from(payload))
  return `${payload}.${Buffer.from(mac).toString('base64url')}`
}
