/** How often the keys of a team are fetched, and which of them count. What an assertion may be wrong about: `test/api/owner/access-jwt`. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  APART_MILLISECONDS,
  cloudflareAccess,
  KEPT_MILLISECONDS,
  type Access,
} from '../../../worker/auth/access-jwt.ts'

const TEAM = 'acme.cloudflareaccess.com'
const AUDIENCE = 'f00d'

let jwk: JWK
let privateKey: CryptoKey
beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true })
  privateKey = pair.privateKey
  jwk = await exportJWK(pair.publicKey)
})

let published: unknown
let fetched: string[]
let access: Access | null
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  published = [{ ...jwk, kid: 'old' }]
  fetched = []
  access = cloudflareAccess({
    team: TEAM,
    audience: AUDIENCE,
    reach: 'public',
    fetch: async (address) => {
      fetched.push(String(address))
      return Response.json({ keys: published })
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const assertion = (kid: string): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(`https://${TEAM}`)
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(Date.now() / 1000) + 60)
    .sign(privateKey)

/** Whether an assertion that this key has signed lets a request through. */
async function isLetIn(kid: string): Promise<boolean> {
  const headers = { 'cf-access-jwt-assertion': await assertion(kid) }
  try {
    await access?.(new Request('https://chat.example/console/', { headers }))
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'access_refused' })
    return false
  }
}

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

test('a known key is fetched once an hour', async () => {
  expect(await isLetIn('old')).toBe(true)
  pass(KEPT_MILLISECONDS - 1)
  expect(await isLetIn('old')).toBe(true)
  expect(fetched).toEqual([`https://${TEAM}/cdn-cgi/access/certs`])
  pass(1)
  expect(await isLetIn('old')).toBe(true)
  expect(fetched).toHaveLength(2)
})

test('a new signing key is found after a minute, and a removed one is gone', async () => {
  await isLetIn('old')
  published = [{ ...jwk, kid: 'new' }]
  pass(APART_MILLISECONDS - 1)
  expect(await isLetIn('new')).toBe(false)
  expect(fetched).toHaveLength(1)
  pass(1)
  expect(await isLetIn('new')).toBe(true)
  expect(await isLetIn('old')).toBe(false)
  expect(fetched).toHaveLength(2)
})

test('made-up key ids fetch once a minute', async () => {
  for (let id = 0; id < 50; id++) expect(await isLetIn(`made-up-${id}`)).toBe(false)
  expect(fetched).toHaveLength(1)
})

test('an invalid list lets nobody in, and is fetched again', async () => {
  published = 'soon'
  expect(await isLetIn('old')).toBe(false)
  published = [
    { kty: 'EC', kid: 'curve' },
    { ...jwk, kid: 'old' },
  ]
  expect(await isLetIn('curve')).toBe(false)
  expect(await isLetIn('old')).toBe(true)
})
