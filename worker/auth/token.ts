import { Failure } from '../../protocol/failure.ts'
import { SESSION_MILLISECONDS } from '../../protocol/sizes.ts'
import type { SessionToken } from '../../protocol/schemas/session.ts'
import type { SessionRef } from '../session/command.ts'
import { bytes } from '../base/base64url.ts'

/** The content of a session token. Its session id has 128 random bits: nobody guesses another visitor's. */
export interface TokenClaims extends SessionRef {
  origin: string
  /** When this token expires. */
  expiresAt: number
  /** A digest of the person who proved their identity; empty for an anonymous visitor. */
  person: string
  /** The key that signed it. */
  keyId: string
}

/** An existing session, and the proof that leads to it. Times in milliseconds since 1970. */
export interface TokenHolder {
  session: string
  startedAt: number
  expiresAt: number
  person: string
}

/** A visitor who returns within this time keeps the session. */
const RENEWED_MILLISECONDS = SESSION_MILLISECONDS / 2
const DIGEST_BYTES = 16
const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' }

/** 128 random bits. */
export const newSession = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)))

/**
 * Signs and checks session tokens: `<payload>.<mac>`, both base64url. The payload is a JSON array with the id of the key that
 * signed it (HMAC-SHA256, RFC 2104) and, at its end, a proven person if there is one.
 */
export interface Tokens {
  /** @param held null for a new session. */
  issue(site: string, origin: string, held?: TokenHolder | null): Promise<SessionToken>
  /**
   * The same session's next token, for another 30 days. Null while the current one is young and signed with the newest key, and
   * always for a proven person: only another proof prolongs that session.
   */
  renew(claims: TokenClaims): Promise<SessionToken | null>
  /** @throws Failure `token_missing`, `token_invalid`, `token_expired`. */
  read(request: Request): Promise<TokenClaims>
  /** 128 bits that nobody can reproduce without the key. The input must contain a space, which no token's payload has. */
  digest(of: string): Promise<string>
}

/**
 * @param keys `<key id>:<base64url>` separated by spaces; the first one signs and all of them verify, so that a key can be
 *   replaced without signing every visitor out.
 */
export function hmacTokens(keys: string): Tokens {
  // Read at the first use, so that a malformed key results in a failure with a code and a line in the log.
  let known: Ring | undefined
  const ring = () => (known ??= new Map(keys.split(/\s+/).filter(Boolean).map(readKey)))
  const newestKey = () => {
    const [newest] = ring().keys()
    if (newest === undefined) throw new Failure('site_misconfigured', { detail: 'SESSION_KEYS is empty' })
    return newest
  }
  const sign = async (text: string, key: string) =>
    new Uint8Array(await crypto.subtle.sign(ALGORITHM, await keyOf(ring(), key), new TextEncoder().encode(text)))

  async function make(whose: readonly unknown[], expiresAt: number, person?: string): Promise<SessionToken> {
    const keyId = newestKey()
    const said = [...whose, expiresAt, keyId, ...(person === undefined ? [] : [person])]
    const payload = base64url(new TextEncoder().encode(JSON.stringify(said)))
    const mac = await sign(payload, keyId)
    return { token: `${payload}.${base64url(mac)}`, expiresAt: new Date(expiresAt).toISOString() }
  }

  return {
    async issue(site, origin, held = null) {
      const { startedAt, session } = held ?? { startedAt: Date.now(), session: newSession() }
      const expiresAt = held?.expiresAt ?? startedAt + SESSION_MILLISECONDS
      return make([site, origin, session, startedAt], expiresAt, held?.person)
    },

    async renew({ site, origin, session, issuedAt, expiresAt, keyId, person }) {
      const now = Date.now()
      const isYoung = expiresAt - now > RENEWED_MILLISECONDS
      if (person || (isYoung && keyId === newestKey())) return null
      return make([site, origin, session, issuedAt], now + SESSION_MILLISECONDS)
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

    async digest(of) {
      return base64url((await sign(of, newestKey())).subarray(0, DIGEST_BYTES))
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

function readPayload(payload: string): TokenClaims {
  const [site, origin, session, issuedAt, expiresAt, keyId, person = ''] = parseArray(payload)
  if (
    typeof site !== 'string' ||
    typeof origin !== 'string' ||
    typeof session !== 'string' ||
    typeof issuedAt !== 'number' ||
    typeof expiresAt !== 'number' ||
    typeof keyId !== 'string' ||
    typeof person !== 'string'
  ) {
    throw new Failure('token_invalid')
  }
  return { site, origin, session, issuedAt, expiresAt, keyId, person }
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
