import { errorText } from '../base/log.ts'
import { Failure } from '../../protocol/failure.ts'
import { field, isRecord } from '../../protocol/record.ts'

export const KEPT_MILLISECONDS = 60 * 60 * 1000
/** Made-up key ids must not become requests to Cloudflare. */
export const APART_MILLISECONDS = 60 * 1000
const WAIT_MILLISECONDS = 5000

interface Dependencies {
  /** The team's keys as they are published. */
  fetchList: () => Promise<unknown[]>
  /** Milliseconds since 1970. */
  now: () => number
}

/**
 * The keys that Cloudflare Access signs with, by their id; null for an id that is not among them. They change every few
 * weeks, and the new one signs at once: an unknown id is a reason to look again.
 */
export function accessKeys({ fetchList, now }: Dependencies): (kid: string) => Promise<CryptoKey | null> {
  // The keys and not the promise of them: what one request waits for, another cannot.
  let keys = new Map<string, CryptoKey>()
  let askedAt = -Infinity

  return async (kid) => {
    const age = now() - askedAt
    if (age >= KEPT_MILLISECONDS || (!keys.has(kid) && age >= APART_MILLISECONDS)) {
      keys = await readKeys(await fetchList())
      askedAt = now()
    }
    return keys.get(kid) ?? null
  }
}

async function readKeys(list: unknown[]): Promise<Map<string, CryptoKey>> {
  const keys = new Map<string, CryptoKey>()
  for (const jwk of list) {
    const [kid, n, e] = [field(jwk, 'kid'), field(jwk, 'n'), field(jwk, 'e')]
    if (field(jwk, 'kty') !== 'RSA' || typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string')
      continue
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    keys.set(kid, await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, algorithm, false, ['verify']))
  }
  return keys
}

/** @throws Failure `access_refused`. */
export async function fetchKeyList(address: string): Promise<unknown[]> {
  try {
    const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(WAIT_MILLISECONDS) })
    const body: unknown = response.ok ? await response.json() : null
    const list = isRecord(body) ? body['keys'] : null
    if (Array.isArray(list)) return list
    throw new Error(`${response.status}, or no list`)
  } catch (error) {
    throw new Failure('access_refused', { detail: `the team’s keys: ${errorText(error).slice(0, 200)}` })
  }
}
