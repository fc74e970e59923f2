import { Failure } from '../../protocol/failure.ts'
import type { SessionToken } from '../../protocol/wire.ts'
import { SESSION_MILLISECONDS, type Holder } from '../session/order.ts'

/** What a session token says. Its session id is 128 random bits: nobody guesses another visitor's. */
export interface Claims extends Holder {
  origin: string
  /** Of the key that it is signed with. */
  keyId: string
}

/** A visitor who comes back within this time keeps the session. */
const RENEWED_MILLISECONDS = SESSION_MILLISECONDS / 2
const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' }

/**
 * Signs and checks session tokens: `<payload>.<mac>`, both base64url, the payload a JSON array that ends with the id of
 * the key it was signed with (HMAC-SHA256, RFC 2104).
 */
export interface Tokens {
  issue(site: string, origin: string): Promise<SessionToken>
  /** The same session's next token, for another 30 days; null while the one it has is young and signed with the newest key. */
  renew(claims: Claims): Promise<SessionToken | null>
  /** @throws Failure `token_missing`, `token_invalid`, `token_expired`. */
  read(request: Request): Promise<Claims>
}

/**
 * @param keys `<key id>:<base64url>` separated by spaces; the first one signs, all of them verify, so that a key can be
 * replaced without signing every visitor out.
 */
export function hmacTokens(keys: string): Tokens {
  // Read at the first use, so that a key that was set wrong is an answer with a code and a line in the log.
  let known: Ring | undefined
  const ring = () => (known ??= new Map(keys.split(/\s+/).filter(Boolean).map(readKey)))

  function newest(): string {
    const [id] = ring().keys()
    if (id === undefined) throw new Failure('site_misconfigured', { detail: 'SESSION_KEYS is empty' })
    return id
  }

  async function sign(whose: Omit<Claims, 'expiresAt' | 'keyId'>, now: number): Promise<SessionToken> {
    const { site, origin, session, issuedAt } = whose
    const keyId = newest()
    const expiresAt = now + SESSION_MILLISECONDS
    const fields = [site, origin, session, issuedAt, expiresAt, keyId]
    const payload = base64url(new TextEncoder().encode(JSON.stringify(fields)))
    const mac = await crypto.subtle.sign(ALGORITHM, await keyOf(ring(), keyId), new TextEncoder().encode(payload))
    return { token: `${payload}.${base64url(new Uint8Array(mac))}`, expiresAt: new Date(expiresAt).toISOString() }
  }

  return {
    async issue(site, origin) {
      const session = base64url(crypto.getRandomValues(new Uint8Array(16)))
      const now = Date.now()
      return sign({ site, origin, session, issuedAt: now }, now)
    },

    async renew(claims) {
      const now = Date.now()
      const isYoung = claims.expiresAt - now > RENEWED_MILLISECONDS
      return isYoung && claims.keyId === newest() ? null : sign(claims, now)
    },

    async read(request) {
      const [payload, mac] = bearer(request)
      const claims = readPayload(payload)
      const signed = new TextEncoder().encode(payload)
      if (!(await crypto.subtle.verify(ALGORITHM, await keyOf(ring(), claims.keyId), bytes(mac), signed))) {
        throw new Failure('token_invalid')
      }
      if (claims.expiresAt <= Date.now()) throw new Failure('token_expired')
      return claims
    },
  }
}

type Ring = Map<string, Promise<CryptoKey>>

function readKey(entry: string): [string, Promise<CryptoKey>] {
  const colon = entry.indexOf(':')
  const secret = bytes(entry.slice(colon + 1))
  if (colon < 1 || secret.byteLength < 32) {
    throw new Failure('site_misconfigured', { detail: 'SESSION_KEYS: <key id>:<32 bytes or more as base64url>' })
  }
  return [entry.slice(0, colon), crypto.subtle.importKey('raw', secret, ALGORITHM, false, ['sign', 'verify'])]
}

async function keyOf(ring: Ring, id: string): Promise<CryptoKey> {
  const key = ring.get(id)
  if (!key) throw new Failure('token_invalid')
  return key
}

function bearer(request: Request): [payload: string, mac: string] {
  const header = request.headers.get('authorization')
  if (!header) throw new Failure('token_missing')
  const [, payload, mac] = /^Bearer ([\w-]+)\.([\w-]+)$/i.exec(header) ?? []
  if (payload === undefined || mac === undefined) throw new Failure('token_invalid')
  return [payload, mac]
}

function readPayload(payload: string): Claims {
  const [site, origin, session, issuedAt, expiresAt, keyId] = parseArray(payload)
  if (
    typeof site !== 'string' ||
    typeof origin !== 'string' ||
    typeof session !== 'string' ||
    typeof issuedAt !== 'number' ||
    typeof expiresAt !== 'number' ||
    typeof keyId !== 'string'
  ) {
    throw new Failure('token_invalid')
  }
  return { site, origin, session, issuedAt, expiresAt, keyId }
}

function parseArray(payload: string): unknown[] {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes(payload)))
    return Array.isArray(value) ? value : []
  } catch {
    return [] // fails the check of its fields
  }
}

const base64url = (value: Uint8Array): string => value.toBase64({ alphabet: 'base64url', omitPadding: true })

function bytes(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(text, { alphabet: 'base64url' })
  } catch {
    return new Uint8Array() // no signature and no key is that short
  }
}
