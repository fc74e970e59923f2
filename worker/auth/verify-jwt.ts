/** JSON Web Tokens (RFC 7519), verified by `jose`, with the reason for a refusal in words for the owner's log. */
import type { errors, JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose'

/** Clock skew between two machines: a token may be issued a little in the future. It may not be expired. */
const SKEW_SECONDS = 30

export const NOT_GENUINE = 'not genuine'

/** A token that was refused. */
export class JwtProblem extends Error {
  /** For the owner's log: it quotes nothing of the token. */
  readonly reason: string

  constructor(reason: string) {
    super('a token is not valid')
    this.reason = reason
  }
}

type Options = JWTVerifyOptions & {
  algorithms: string[]
  audience: string
  /** How to describe a token with another audience. */
  others: string
}

/**
 * The claims of a token that is genuine, in time, and for this audience.
 *
 * @throws JwtProblem for any other token.
 */
export async function verifyJwt(
  token: string,
  keyOf: JWTVerifyGetKey,
  { others, ...options }: Options,
): Promise<JWTPayload & { exp: number }> {
  // Set up by the first token: a Worker that gets none starts sooner.
  const { errors, jwtVerify } = await import('./jose.ts')
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      ...options,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['exp'],
    })
    const { exp = 0 } = payload
    if (exp <= Date.now() / 1000) throw new JwtProblem('expired')
    return { ...payload, exp }
  } catch (error) {
    throw error instanceof JwtProblem ? error : new JwtProblem(reason(error, errors, others))
  }
}

const NO_KEYS = 'the keys to verify it with could not be loaded'

/** By jose's codes, because its messages may quote the token. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'another algorithm',
  ERR_JOSE_NOT_SUPPORTED: 'it requires something unknown',
  ERR_JWS_INVALID: 'not a JWT',
  ERR_JWT_INVALID: 'not a JWT',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: NOT_GENUINE,
  ERR_JOSE_GENERIC: NO_KEYS,
  ERR_JWKS_INVALID: NO_KEYS,
  ERR_JWKS_TIMEOUT: NO_KEYS,
  ERR_JWKS_NO_MATCHING_KEY: 'signed with an unknown key',
}

function reason(error: unknown, known: typeof errors, others: string): string {
  if (error instanceof known.JWTExpired) return 'expired'
  if (error instanceof known.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return others
    if (error.claim === 'iss') return 'of another team'
    return error.claim === 'nbf' && error.reason === 'check_failed' ? 'not valid yet' : `claim: ${error.claim}`
  }
  if (!(error instanceof known.JOSEError)) return NO_KEYS
  return REASONS[error.code] ?? error.code
}
