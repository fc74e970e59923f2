import { Failure } from '../../protocol/failure.ts'
import { CSRF_HEADER } from '../../protocol/agreed-names.ts'
import type { OwnerSession } from '../../protocol/schemas/owner-session.ts'
import type { OwnerAuth } from './owner-auth.ts'
import type { Access } from './access-jwt.ts'
import { callerOf } from '../http/caller.ts'
import { isSame, requireLong, requireOwner } from './owner-key.ts'

/** Decides who may act as the owner. */
export interface OwnerCredentials {
  /** Empty if the owner has set none. */
  ownerKey: string
  ownerAuth: OwnerAuth
  /** Null if Cloudflare Access is not used. */
  access: Access | null
}

/** `__Host-`: no other host, and no page over http, can set this cookie. */
const COOKIE = '__Host-inglenook'
const COOKIE_SECONDS = 12 * 60 * 60

/**
 * Lets the owner through: a program with the owner key, or the console with its cookie and its CSRF token. A browser adds the
 * cookie automatically, even for other people's pages. It does not add the token, and it does not know the key.
 *
 * @throws Failure `owner_signed_out`, `csrf_missing`, `access_refused`; for a program `owner_key_not_set`, `owner_key_too_short`,
 *   `invalid_api_key`, `too_many_failures`.
 */
export async function requireOwnerHere(request: Request, credentials: OwnerCredentials): Promise<void> {
  if (request.headers.has('authorization')) return requireKey(request, credentials)
  const { csrf } = await readSession(request, credentials)
  if (!(await isSame(request.headers.get(CSRF_HEADER) ?? '', csrf))) throw new Failure('csrf_missing')
}

/**
 * The session of the cookie, for a request from our own page.
 *
 * @throws Failure `owner_signed_out`, `csrf_missing`, `access_refused`.
 */
export async function readSession(request: Request, { ownerAuth, access }: OwnerCredentials): Promise<OwnerSession> {
  const id = sessionId(request)
  if (id === null) throw new Failure('owner_signed_out')
  requireOwnPage(request)
  await access?.(request)
  const session = await ownerAuth.read(id)
  if (session === null) throw new Failure('owner_signed_out')
  return session
}

/**
 * Refuses requests that, according to the browser, came from a page of another origin, even one of the same site: browsers send a
 * host's cookies with requests from sibling hosts too.
 *
 * @throws Failure `csrf_missing`.
 */
export function requireOwnPage(request: Request): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site') ?? 'same-origin'
  const isOwn = origin === null || origin === new URL(request.url).origin
  // `none`: the user typed the address.
  if (!isOwn || !(site === 'same-origin' || (site === 'none' && request.method === 'GET'))) {
    throw new Failure('csrf_missing', { detail: `origin ${String(origin).slice(0, 200)}, ${site.slice(0, 20)}` })
  }
}

/** @throws Failure `owner_key_not_set`, `owner_key_too_short`, `sign_in_refused`, `too_many_failures`. */
export async function requireRightKey(
  key: string,
  request: Request,
  { ownerKey, ownerAuth }: OwnerCredentials,
): Promise<void> {
  requireLong(ownerKey)
  if (await isSame(key, ownerKey)) return
  await ownerAuth.failed(callerOf(request))
  throw new Failure('sign_in_refused')
}

async function requireKey(request: Request, { ownerKey, ownerAuth }: OwnerCredentials): Promise<void> {
  try {
    await requireOwner(request, ownerKey)
  } catch (error) {
    if (error instanceof Failure && error.code === 'invalid_api_key') await ownerAuth.failed(callerOf(request))
    throw error
  }
}

export function sessionId(request: Request): string | null {
  const [, id] = new RegExp(`(?:^|;) *${COOKIE}=([\\w-]+)`).exec(request.headers.get('cookie') ?? '') ?? []
  return id ?? null
}

/** Null clears the cookie. */
export const sessionCookie = (id: string | null): string =>
  `${COOKIE}=${id ?? ''}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${id === null ? 0 : COOKIE_SECONDS}`
