import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import { Failure } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import type { Site } from '../../protocol/site.ts'
import { PROOF_MILLISECONDS } from '../../protocol/sizes.ts'
import { bytes } from '../base/base64url.ts'
import { JwtProblem, NOT_GENUINE, verifyJwt } from './verify-jwt.ts'

/** A person whom the owner's own server vouches for. */
export interface Person {
  /** A digest of the person's id, the same on every device. */
  person: string
  /** When the proof expires, in milliseconds since 1970. */
  expiresAt: number
}

export interface Identities {
  /**
   * Who opens a session, according to the proof in the body (`identity`); null for an anonymous visitor, if the site allows that.
   *
   * @throws Failure `identity_required`, `identity_invalid`, `site_misconfigured`; `invalid_body`.
   */
  prove(name: string, site: Pick<Site, 'identity'>, body: unknown): Promise<Person | null>
  /** The site has at least one key, and all of them are long enough. */
  hasKey(name: string): boolean
}

const PROOF_CHARACTERS = 4096
const SUBJECT_CHARACTERS = 200
/** RFC 7518 §3.2: a key is not shorter than the hash. */
const KEY_BYTES = 32
const LONGEST_SECONDS = PROOF_MILLISECONDS / 1000
const SKEW_SECONDS = 30

/** @param keys `<site>:<base64url>` separated by spaces. A site may have several that all verify, so that one can be replaced. */
export function provenBy(keys: string): Identities {
  return {
    hasKey: (name) => keysOf(keys, name) !== null,
    async prove(name, { identity }, body) {
      if (identity === 'off') return null
      const proof = field(body, 'identity') ?? ''
      if (typeof proof !== 'string') throw new Failure('invalid_body', { param: 'identity' })
      if (proof === '' && identity === 'optional') return null
      const ring = keysOf(keys, name)
      if (ring === null) {
        const detail = `IDENTITY_KEYS: none for ${name}, or one that is not ${KEY_BYTES} bytes or more as base64url`
        throw new Failure('site_misconfigured', { detail })
      }
      if (proof === '') throw new Failure('identity_required')
      return verify(proof, name, ring)
    },
  }
}

async function verify(proof: string, name: string, ring: readonly Uint8Array<ArrayBuffer>[]): Promise<Person> {
  if (proof.length > PROOF_CHARACTERS) throw invalid('too long')
  const { sub, exp, iat = 0 } = await claimsOf(proof, name, ring)
  const now = Date.now() / 1000
  if (typeof iat !== 'number' || iat > now + SKEW_SECONDS) throw invalid('made in the future')
  if (exp > now + LONGEST_SECONDS + SKEW_SECONDS) throw invalid('valid for more than a day')
  if (typeof sub !== 'string' || sub.trim() === '' || sub.length > SUBJECT_CHARACTERS) throw invalid('no sub')
  return { person: await digest(name, sub), expiresAt: Math.min(exp, now + LONGEST_SECONDS) * 1000 }
}

/** Any key of the site may have signed it: to replace a key, an owner has two for a while. */
async function claimsOf(
  proof: string,
  name: string,
  ring: readonly Uint8Array<ArrayBuffer>[],
): Promise<JWTPayload & { exp: number }> {
  let problem = ''
  for (const secret of ring) {
    const key: JWTVerifyGetKey = ({ typ = 'JWT' }) => {
      if (!/^jwt$/i.test(typ)) throw new JwtProblem('another kind of token')
      return secret
    }
    try {
      return await verifyJwt(proof, key, { algorithms: ['HS256'], audience: name, others: 'for another site' })
    } catch (error) {
      if (!(error instanceof JwtProblem)) throw error
      // Only a genuine key can report a problem other than the signature, so its reason wins.
      if (problem === '' || error.reason !== NOT_GENUINE) problem = error.reason
    }
  }
  throw invalid(problem === NOT_GENUINE ? 'not signed with a key of this site' : problem)
}

/** Null if there is none, or any is too short: a mistake should show at once. */
function keysOf(keys: string, name: string): Uint8Array<ArrayBuffer>[] | null {
  const ring = keys
    .split(/\s+/)
    .filter((entry) => entry.startsWith(`${name}:`))
    .map((entry) => bytes(entry.slice(name.length + 1)))
  return ring.length > 0 && ring.every((key) => key.byteLength >= KEY_BYTES) ? ring : null
}

/** A digest, so that a site's ledger and a session's token do not reveal who the person is. */
async function digest(name: string, sub: string): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([name, sub]))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return hash.toBase64({ alphabet: 'base64url', omitPadding: true })
}

/** The page gets no more than the code: the reason is for the owner's log. */
const invalid = (detail: string): Failure => new Failure('identity_invalid', { detail })
