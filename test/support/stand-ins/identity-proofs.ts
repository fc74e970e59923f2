/** Proofs of identity as an owner's server makes them, and invalid ones. */
import { createHmac } from 'node:crypto'

export const IDENTITY_KEY = Buffer.alloc(32, 11)
export const OLDER_KEY = Buffer.alloc(48, 12)
export const identityKeys = (site: string): string =>
  `other:${Buffer.alloc(32, 13).toString('base64url')} ${site}:${IDENTITY_KEY.toString('base64url')} ${site}:${OLDER_KEY.toString('base64url')}`

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
export const seconds = (ahead = 0): number => Math.floor(Date.now() / 1000) + ahead

interface Change {
  claims?: object
  header?: object
  key?: Buffer
  hash?: string
}

/** Genuine except for the given changes. */
export function proof(
  site: string,
  sub: string,
  { claims, header, key = IDENTITY_KEY, hash = 'sha256' }: Change = {},
): string {
  const head = base64url({ alg: 'HS256', typ: 'JWT', ...header })
  const payload = base64url({ aud: site, sub, iat: seconds(), exp: seconds(3600), ...claims })
  return `${head}.${payload}.${createHmac(hash, key).update(`${head}.${payload}`).digest('base64url')}`
}
