/** Wrong keys of programs: counted with the console's, and no burden for right ones. */
import { env, exports } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { Failure } from '../../protocol/failure.ts'
import { programKey } from '../../worker/guard/program-key.ts'
import type { Caller } from '../../worker/owner/gate.ts'

const MINUTE = 60_000

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

test('a right key asks nobody; a wrong one is counted, and none at all is no guess', async () => {
  const gate = gateWith(5)
  const require = programKey({ ownerKey: 'ik-right', gate, now: Date.now })
  await require(asked('ik-right'))
  await expect(require(asked(null))).rejects.toMatchObject({ code: 'invalid_api_key' })
  expect(gate.callers).toEqual([])
  await expect(require(asked('ik-wrong'))).rejects.toMatchObject({ code: 'invalid_api_key' })
  expect(gate.callers).toEqual([{ address: '192.0.2.1' }])
})

test('once a network is locked its keys are not looked at, right ones neither, and others’ are', async () => {
  const gate = gateWith(1)
  let time = 0
  const require = programKey({ ownerKey: 'ik-right', gate, now: () => time })
  await expect(require(asked('a'))).rejects.toMatchObject({ code: 'invalid_api_key' })
  await expect(require(asked('b'))).rejects.toMatchObject({ code: 'too_many_failures', retryAfterSeconds: 900 })
  time = 5 * MINUTE
  await expect(require(asked('ik-right'))).rejects.toMatchObject({ code: 'too_many_failures', retryAfterSeconds: 600 })
  expect(gate.callers).toHaveLength(2)
  await require(asked('ik-right', '192.0.2.2'))
  time = 15 * MINUTE
  await require(asked('ik-right'))
})

test('a gate that fails lets no wrong key through', async () => {
  const gate = { failed: () => Promise.reject(new Error('no object')) }
  const require = programKey({ ownerKey: 'ik-right', gate, now: Date.now })
  await expect(require(asked('a'))).rejects.toThrow('no object')
  await require(asked('ik-right'))
})

test('in the Worker, guesses at programs’ and at the owner’s routes are one count', async () => {
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
  // The owner’s routes ask the gate; the programs’ hear of it with the next wrong key.
  expect((await ask('/v1/owner/sites', env.OWNER_KEY)).status).toBe(429)
  expect((await ask('/v1/models', 'guess')).status).toBe(429)
  expect((await ask('/v1/models', env.OWNER_KEY)).status).toBe(429)
})
