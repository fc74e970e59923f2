/** Wrong keys of programs: counted with the console's, and no burden for right ones. */
import { env, exports } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { programKey } from '../../../worker/programs/program-key.ts'
import type { Caller } from '../../../worker/http/caller.ts'

const MINUTE = 60_000
const KEY = 'ik-right-0123456789abcdef0123456789'

const asked = (key: string | null, address = '192.0.2.1') =>
  new Request('https://chat.example/v1/models', {
    headers: { 'cf-connecting-ip': address, ...(key !== null && { authorization: `Bearer ${key}` }) },
  })

/** A gate that locks after so many, as the real one does, and counts what it is asked. */
function gateWith(most: number) {
  const callers: Caller[] = []
  return {
    callers,
    async failed(caller: Caller) {
      if (callers.push(caller) > most) throw new Failure('too_many_failures', { retryAfterSeconds: 900 })
    },
  }
}

test('a right key asks nothing; a wrong one is counted, and a missing one is not a guess', async () => {
  const ownerAuth = gateWith(5)
  const require = programKey({ ownerKey: KEY, ownerAuth, now: Date.now })
  await require(asked(KEY))
  await expect(require(asked(null))).rejects.toMatchObject({ code: 'invalid_api_key' })
  expect(ownerAuth.callers).toEqual([])
  await expect(require(asked('ik-wrong'))).rejects.toMatchObject({ code: 'invalid_api_key' })
  expect(ownerAuth.callers).toEqual([{ address: '192.0.2.1' }])
})

test('once a network is locked, owner auth is not asked about its wrong keys, and a right key is accepted', async () => {
  const ownerAuth = gateWith(1)
  let time = 0
  const require = programKey({ ownerKey: KEY, ownerAuth, now: () => time })
  await expect(require(asked('a'))).rejects.toMatchObject({ code: 'invalid_api_key' })
  await expect(require(asked('b'))).rejects.toMatchObject({ code: 'too_many_failures', retryAfterSeconds: 900 })
  time = 5 * MINUTE
  await require(asked(KEY))
  await expect(require(asked('c'))).rejects.toMatchObject({ code: 'too_many_failures', retryAfterSeconds: 600 })
  expect(ownerAuth.callers).toHaveLength(2)
  await expect(require(asked('d', '192.0.2.2'))).rejects.toMatchObject({ code: 'too_many_failures' })
  expect(ownerAuth.callers).toHaveLength(3)
})

test.for([
  ['', 'owner_key_not_set'],
  ['x'.repeat(31), 'owner_key_too_short'],
] as const)('a weak owner key lets nobody in: “%s”', async ([ownerKey, code]) => {
  const require = programKey({ ownerKey, ownerAuth: gateWith(5), now: Date.now })
  await expect(require(asked(ownerKey))).rejects.toMatchObject({ code })
})

test('if owner auth fails, no wrong key is accepted', async () => {
  const ownerAuth = { failed: () => Promise.reject(new Error('no object')) }
  const require = programKey({ ownerKey: KEY, ownerAuth, now: Date.now })
  await expect(require(asked('a'))).rejects.toThrow('no object')
  await require(asked(KEY))
})

test('in the Worker, guesses at the programs’ and the owner’s routes are counted together', async () => {
  const ask = (path: string, key: string) =>
    exports.default.fetch(`https://chat.example${path}`, {
      headers: { 'cf-connecting-ip': '198.51.100.7', authorization: `Bearer ${key}` },
    })
  const statuses: number[] = []
  for (let guess = 0; guess < 3; guess += 1) {
    statuses.push(
      (await ask('/v1/models', `guess ${guess}`)).status,
      (await ask('/v1/owner/sites', `x${guess}`)).status,
    )
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  expect((await ask('/v1/models', 'guess')).status).toBe(429)
  expect((await ask('/v1/owner/sites', env.OWNER_KEY)).status).toBe(200)
  expect((await ask('/v1/models', env.OWNER_KEY)).status).toBe(200)
})
