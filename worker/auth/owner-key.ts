import { Failure } from '../../protocol/failure.ts'
import { OWNER_KEY_CHARACTERS } from '../../protocol/sizes.ts'

/**
 * Lets a request through if it has the owner's key: `Authorization: Bearer <OWNER_KEY>`. A visitor's token does not count.
 *
 * @param ownerKey empty if the owner has set none: then nobody gets through.
 * @throws Failure `owner_key_not_set`, `owner_key_too_short`, `invalid_api_key`.
 */
export async function requireOwner(request: Request, ownerKey: string): Promise<void> {
  requireLong(ownerKey)
  const [, brought] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (brought === undefined || !(await isSame(brought, ownerKey))) throw new Failure('invalid_api_key')
}

/**
 * A right key gets in however many wrong ones came before it, so a key that could be guessed is not accepted at all.
 *
 * @throws Failure `owner_key_not_set`, `owner_key_too_short`.
 */
export function requireLong(ownerKey: string): void {
  if (!ownerKey) throw new Failure('owner_key_not_set')
  if (ownerKey.length < OWNER_KEY_CHARACTERS) throw new Failure('owner_key_too_short')
}

/** All digests have the same length, and comparing them takes constant time: neither reveals how much of a guess was right. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([digest(one), digest(other)])
  return crypto.subtle.timingSafeEqual(first, second)
}

const digest = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
