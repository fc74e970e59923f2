/** The first shield: Cloudflare's counts of who asks faster than people do. */
import { expect, test } from 'vitest'
import { counter, requireNotThrottled } from '../../../worker/auth/throttle.ts'
import type { LogEntry } from '../../../worker/base/log.ts'

const REQUEST = new Request('https://chat.example/', { headers: { 'cf-connecting-ip': '203.0.113.7' } })
const keys: string[] = []
const says = (success: boolean): RateLimit => ({
  async limit({ key }) {
    keys.push(key)
    return { success }
  },
})
const broken: RateLimit = { limit: () => Promise.reject(new Error('no space left on device')) }

const log: LogEntry[] = []
const throttles = (byAddress: RateLimit, bySession: RateLimit) => ({
  byAddress: counter(byAddress, (entry) => void log.push(entry)),
  bySession: counter(bySession, (entry) => void log.push(entry)),
})

test('a client that asks too often, from an address or in a session, is told when to come back', async () => {
  for (const counts of [throttles(says(false), says(true)), throttles(says(true), says(false))]) {
    await expect(requireNotThrottled(REQUEST, 'abc', counts)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 60,
    })
  }
  await requireNotThrottled(REQUEST, 'abc', throttles(says(true), says(true)))
  expect(keys).toContain('abc')
})

test('a failing count refuses nobody, and is reported once', async () => {
  const counts = throttles(broken, broken)
  log.length = 0
  for (let time = 0; time < 3; time += 1) await requireNotThrottled(REQUEST, 'abc', counts)
  // One of each: they are two bindings.
  expect(log).toEqual(Array.from({ length: 2 }, () => ({ event: 'rate', detail: expect.stringContaining('no space') })))
  await expect(requireNotThrottled(REQUEST, 'abc', throttles(broken, says(false)))).rejects.toMatchObject({
    code: 'rate_limited',
  })
})
