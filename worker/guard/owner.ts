import { Failure } from '../../protocol/failure.ts'

/**
 * Lets a request through that brings the owner's key: `Authorization: Bearer <OWNER_KEY>`. A visitor's token is not it.
 *
 * @param ownerKey empty where the owner has set none: then nobody is let through.
 * @throws Failure `owner_key_not_set`, `invalid_api_key`.
 */
export async function requireOwner(request: Request, ownerKey: string): Promise<void> {
  if (!ownerKey) throw new Failure('owner_key_not_set')
  const [, brought] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (brought === undefined || !(await isSame(brought, ownerKey))) throw new Failure('invalid_api_key')
}

/** Digests have one length, and their comparison takes one time: neither tells how much of a guess was right. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([digest(one), digest(other)])
  return crypto.subtle.timingSafeEqual(first, second)
}

const digest = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
