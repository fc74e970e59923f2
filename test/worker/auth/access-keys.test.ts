/** How often the keys of a team are fetched. */
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { accessKeys, APART_MILLISECONDS, KEPT_MILLISECONDS } from '../../../worker/auth/access-keys.ts'

const HOUR_AND_MORE = KEPT_MILLISECONDS + APART_MILLISECONDS

let jwk: JsonWebKey
beforeAll(async () => {
  const shape = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048 }
  const pair = await crypto.subtle.generateKey({ ...shape, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['sign'])
  if (!('publicKey' in pair)) throw new TypeError('RSA makes a pair')
  const exported = await crypto.subtle.exportKey('jwk', pair.publicKey)
  if (exported instanceof ArrayBuffer) throw new TypeError('a JWK is an object')
  jwk = exported
})

let published: unknown[]
let fetches: number
let now: number
let keyOf: ReturnType<typeof accessKeys>
beforeEach(() => {
  published = [{ ...jwk, kid: 'old' }]
  fetches = 0
  now = HOUR_AND_MORE
  keyOf = accessKeys({
    fetchList: async () => {
      fetches += 1
      return published
    },
    now: () => now,
  })
})

test('a known key is fetched once an hour', async () => {
  expect(await keyOf('old')).not.toBeNull()
  now += KEPT_MILLISECONDS - 1
  expect(await keyOf('old')).not.toBeNull()
  expect(fetches).toBe(1)
  now += 1
  expect(await keyOf('old')).not.toBeNull()
  expect(fetches).toBe(2)
})

test('a key that signs from now on is found after a minute, and one that is gone is gone', async () => {
  await keyOf('old')
  published = [{ ...jwk, kid: 'new' }]
  now += APART_MILLISECONDS - 1
  expect(await keyOf('new')).toBeNull()
  expect(fetches).toBe(1)
  now += 1
  expect(await keyOf('new')).not.toBeNull()
  expect(await keyOf('old')).toBeNull()
  expect(fetches).toBe(2)
})

test('made-up key ids fetch once a minute', async () => {
  for (let id = 0; id < 50; id++) expect(await keyOf(`made-up-${id}`)).toBeNull()
  expect(fetches).toBe(1)
})

test('what is no RSA key is left out', async () => {
  published = [null, 7, {}, { kty: 'EC', kid: 'curve' }, { ...jwk, kid: 5 }, { ...jwk, kid: 'old' }]
  expect(await keyOf('curve')).toBeNull()
  expect(await keyOf('old')).not.toBeNull()
})
