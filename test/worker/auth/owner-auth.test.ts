/** The gate on the real storage of a real Durable Object, with a clock of the test's own: every limit from both sides. */
import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { ALL_FAILURES, LOCK_MILLISECONDS, NETWORK_FAILURES } from '../../../worker/auth/failed-sign-ins.ts'
import {
  CODE_MILLISECONDS,
  OwnerAuthObject,
  SESSION_MILLISECONDS,
  UNUSED_MILLISECONDS,
} from '../../../worker/auth/owner-auth-object.ts'
import { ownerAuthClient, type OwnerAuth } from '../../../worker/auth/owner-auth.ts'
import { networkOf } from '../../../worker/base/network.ts'

interface Clock {
  now: number
}

const HERE = { address: '192.0.2.1' }
const THERE = { address: '192.0.2.2' }
const refusal = (code: string) => expect.objectContaining({ code })
const TOO_MANY = refusal('too_many_failures')

/** A gate nobody else uses. */
function atGate(act: (ownerAuth: OwnerAuth, clock: Clock, sql: SqlStorage) => Promise<void>): Promise<void> {
  return runInDurableObject(env.GATES.getByName(crypto.randomUUID()), async (_gate, { storage }) => {
    // Long after every test: an alarm that is set for the past rings at once, and then the real gate sweeps.
    const clock = { now: Date.parse('2096-11-30T12:00:00Z') }
    const object = new OwnerAuthObject({ storage, now: () => clock.now })
    await act(
      ownerAuthClient((order) => object.run(order)),
      clock,
      storage.sql,
    )
  })
}

async function fail(ownerAuth: OwnerAuth, times: number, caller = HERE): Promise<void> {
  for (let time = 0; time < times; time++) await ownerAuth.failed(caller)
}

describe('a session', () => {
  test('ends 12 hours after it began, however much it is used', () =>
    atGate(async (ownerAuth, clock) => {
      const { id, csrf, expiresAt } = await ownerAuth.open()
      const end = clock.now + SESSION_MILLISECONDS
      expect(expiresAt).toBe(new Date(end).toISOString())
      for (; clock.now < end; clock.now += UNUSED_MILLISECONDS / 2)
        expect(await ownerAuth.read(id)).toEqual({ csrf, expiresAt })
      clock.now = end - 1
      expect(await ownerAuth.read(id)).not.toBeNull()
      clock.now = end
      expect(await ownerAuth.read(id)).toBeNull()
    }))

  test('ends an hour after its last use', () =>
    atGate(async (ownerAuth, clock) => {
      const { id } = await ownerAuth.open()
      clock.now += UNUSED_MILLISECONDS - 1
      expect(await ownerAuth.read(id)).not.toBeNull()
      clock.now += UNUSED_MILLISECONDS
      expect(await ownerAuth.read(id)).toBeNull()
    }))

  test('ends alone, or with all other sessions and unused codes', () =>
    atGate(async (ownerAuth) => {
      const [first, second, third] = [await ownerAuth.open(), await ownerAuth.open(), await ownerAuth.open()]
      await ownerAuth.close(first.id)
      expect(await ownerAuth.read(first.id)).toBeNull()
      expect(await ownerAuth.read(second.id)).not.toBeNull()
      const { code } = await ownerAuth.makeCode()
      await ownerAuth.closeAll()
      expect([await ownerAuth.read(second.id), await ownerAuth.read(third.id)]).toEqual([null, null])
      await expect(ownerAuth.openByCode(code, HERE)).rejects.toEqual(refusal('sign_in_refused'))
    }))

  test('cannot be found from anything stored, and neither can a code', () =>
    atGate(async (ownerAuth, _clock, sql) => {
      const { id, csrf } = await ownerAuth.open()
      const { code } = await ownerAuth.makeCode()
      const stored = JSON.stringify([
        sql.exec('SELECT * FROM sessions').toArray(),
        sql.exec('SELECT * FROM codes').toArray(),
      ])
      expect(stored).toContain(csrf)
      expect(stored).not.toContain(id)
      expect(stored).not.toContain(code)
      expect(Uint8Array.fromBase64(id, { alphabet: 'base64url' }).byteLength).toBe(32)
    }))
})

describe('a code', () => {
  test('works once', () =>
    atGate(async (ownerAuth) => {
      const { code } = await ownerAuth.makeCode()
      const { id } = await ownerAuth.openByCode(code, HERE)
      expect(await ownerAuth.read(id)).not.toBeNull()
      await expect(ownerAuth.openByCode(code, HERE)).rejects.toEqual(refusal('sign_in_refused'))
    }))

  test('works once if two browsers use it at the same time', () =>
    atGate(async (ownerAuth) => {
      const { code } = await ownerAuth.makeCode()
      const both = await Promise.allSettled([ownerAuth.openByCode(code, HERE), ownerAuth.openByCode(code, THERE)])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    }))

  test('works for 10 minutes', () =>
    atGate(async (ownerAuth, clock) => {
      const [early, late] = [await ownerAuth.makeCode(), await ownerAuth.makeCode()]
      expect(early.expiresAt).toBe(new Date(clock.now + CODE_MILLISECONDS).toISOString())
      clock.now += CODE_MILLISECONDS - 1
      await ownerAuth.openByCode(early.code, HERE)
      clock.now += 1
      for (const _ of [1, 2])
        await expect(ownerAuth.openByCode(late.code, HERE)).rejects.toEqual(refusal('sign_in_expired'))
    }))

  test('that is wrong counts as a failure; a right one works after any number of failures', () =>
    atGate(async (ownerAuth) => {
      const { code } = await ownerAuth.makeCode()
      for (let time = 0; time < NETWORK_FAILURES; time++)
        await expect(ownerAuth.openByCode('guess', HERE)).rejects.toEqual(refusal('sign_in_refused'))
      await expect(ownerAuth.openByCode('guess', HERE)).rejects.toEqual(TOO_MANY)
      expect(await ownerAuth.openByCode(code, HERE)).toMatchObject({ id: expect.any(String) })
    }))
})

describe('failures', () => {
  test('from a network are counted up to the fifth and refused from the sixth on; other networks are unaffected', () =>
    atGate(async (ownerAuth) => {
      await fail(ownerAuth, NETWORK_FAILURES)
      await expect(ownerAuth.failed(HERE)).rejects.toEqual(TOO_MANY)
      await ownerAuth.failed(THERE)
    }))

  test('are refused for 15 minutes after the last counted one, with the time to wait', () =>
    atGate(async (ownerAuth, clock) => {
      await fail(ownerAuth, NETWORK_FAILURES - 1)
      clock.now += LOCK_MILLISECONDS - 1
      await ownerAuth.failed(HERE)
      await expect(ownerAuth.failed(HERE)).rejects.toMatchObject({ retryAfterSeconds: LOCK_MILLISECONDS / 1000 })
      clock.now += LOCK_MILLISECONDS - 1
      await expect(ownerAuth.failed(HERE)).rejects.toMatchObject({ retryAfterSeconds: 0.001 })
      clock.now += 1
      await fail(ownerAuth, NETWORK_FAILURES)
      await expect(ownerAuth.failed(HERE)).rejects.toEqual(TOO_MANY)
    }))

  test('older than 15 minutes do not count', () =>
    atGate(async (ownerAuth, clock) => {
      await fail(ownerAuth, NETWORK_FAILURES - 1)
      clock.now += LOCK_MILLISECONDS
      await fail(ownerAuth, NETWORK_FAILURES)
      await expect(ownerAuth.failed(HERE)).rejects.toEqual(TOO_MANY)
    }))

  test('during a lock are refused and do not extend it', () =>
    atGate(async (ownerAuth, clock) => {
      await fail(ownerAuth, NETWORK_FAILURES)
      clock.now += LOCK_MILLISECONDS / 2
      await expect(ownerAuth.failed(HERE)).rejects.toEqual(TOO_MANY)
      clock.now += LOCK_MILLISECONDS / 2
      await ownerAuth.failed(HERE)
    }))

  test('that come together are handled one after the other', () =>
    atGate(async (ownerAuth) => {
      const guesses = await Promise.allSettled(Array.from({ length: 20 }, () => ownerAuth.failed(HERE)))
      expect(guesses.filter(({ status }) => status === 'fulfilled')).toHaveLength(NETWORK_FAILURES)
    }))

  test('from many networks are not stored after the hundredth; sessions and codes are unaffected', () =>
    atGate(async (ownerAuth, _clock, sql) => {
      const [{ id }, { code }] = [await ownerAuth.open(), await ownerAuth.makeCode()]
      for (let time = 0; time < ALL_FAILURES; time++) await ownerAuth.failed({ address: `198.51.100.${time}` })
      await expect(ownerAuth.failed(HERE)).rejects.toEqual(TOO_MANY)
      expect(sql.exec('SELECT count(*) AS rows FROM failures').one()).toEqual({ rows: ALL_FAILURES })
      expect(await ownerAuth.read(id)).not.toBeNull()
      expect(await ownerAuth.openByCode(code, HERE)).toMatchObject({ id: expect.any(String) })
    }))

  test('from one IPv6 network are counted together', () =>
    atGate(async (ownerAuth) => {
      for (let host = 1; host <= NETWORK_FAILURES; host++) await ownerAuth.failed({ address: `2001:db8:0:1::${host}` })
      await expect(ownerAuth.failed({ address: '2001:db8:0:1:ffff::9' })).rejects.toEqual(TOO_MANY)
      await ownerAuth.failed({ address: '2001:db8:0:2::1' })
    }))
})

test('expired entries are removed', async () => {
  const stub = env.GATES.getByName(crypto.randomUUID())
  const counts = (sql: SqlStorage) =>
    ['sessions', 'codes', 'failures', 'locks'].map(
      (table) => sql.exec<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`).one().rows,
    )
  await runInDurableObject(stub, async (_gate, { storage }) => {
    const long = new OwnerAuthObject({ storage, now: () => Date.now() - SESSION_MILLISECONDS - 1 })
    const ownerAuth = ownerAuthClient((order) => long.run(order))
    await ownerAuth.open()
    await ownerAuth.makeCode()
    await fail(ownerAuth, NETWORK_FAILURES)
    expect(counts(storage.sql)).toEqual([1, 1, NETWORK_FAILURES, 1])
  })
  await runDurableObjectAlarm(stub)
  await runInDurableObject(stub, async (_gate, { storage }) => {
    expect(counts(storage.sql)).toEqual([0, 0, 0, 0])
    expect(await storage.getAlarm()).toBeNull()
    await new OwnerAuthObject({ storage, now: Date.now }).run({ do: 'open' })
    expect(await storage.getAlarm()).not.toBeNull()
  })
})

test.for([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0DB8:0000:0001:0002:0003:0004:0005', '2001:db8:0:1'],
  ['2001:db8:1:2:3:4:5::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['', ''],
  ['no address', 'no address'],
] as const)('%s is counted as %s', ([address, network]) => {
  expect(networkOf(address)).toBe(network)
})
