/** In what steps a provider's stream is read: what is passed on at once, and how much may be held back. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readAdaptively } from '../../../worker/providers/reply/read-events.ts'

const FRAME_BYTES = 150
const MOST_BYTES_AT_START = 1280

/** The clock goes on only where a test says so: how busy the machine is makes no difference to the steps. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** The sizes of the steps in which so many frames are read, from one frame on with so much time between two of them. */
async function steps(
  frames: number,
  slow?: { from: number; milliseconds: number },
  isEnding: (steps: number) => boolean = () => false,
): Promise<number[]> {
  const { readable, writable } = new IdentityTransformStream()
  const writer = writable.getWriter()
  const writing = (async () => {
    for (let sent = 0; sent < frames; sent += 1) {
      if (slow && sent >= slow.from) vi.setSystemTime(Date.now() + slow.milliseconds)
      await writer.write(new Uint8Array(FRAME_BYTES))
    }
    await writer.close()
  })()
  const sizes: number[] = []
  for await (const bytes of readAdaptively(readable, () => isEnding(sizes.length))) sizes.push(bytes.byteLength)
  await writing
  return sizes
}

test('200 frames that come at once take few steps: the first as they come, and none holds back much', async () => {
  const sizes = await steps(200)
  expect(sizes.slice(0, 2)).toEqual([FRAME_BYTES, FRAME_BYTES])
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200 * FRAME_BYTES)
  expect(sizes.length).toBeLessThan(32)
  for (const size of sizes) expect(size).toBeLessThan(MOST_BYTES_AT_START + FRAME_BYTES)
})

test('a part that goes at once and then a frame at a time: one step is held back, and then none is longer than a moment', async () => {
  const sizes = await steps(60, { from: 20, milliseconds: 25 })
  const fast = sizes.findIndex((_size, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0) >= 3000)
  // The step in which the stream turned slow, and the one that was measured across the turn.
  for (const size of sizes.slice(fast + 2)) expect(size).toBeLessThanOrEqual(4 * FRAME_BYTES)
})

test('a burst at the start holds back little of the slow words after it', async () => {
  const sizes = await steps(121, { from: 100, milliseconds: 60 })
  // Of the 21 that come one by one after the burst, more than half are passed on as they come.
  expect(sizes.filter((size) => size === FRAME_BYTES).length - 2).toBeGreaterThan(10)
})

test('what may be the last words is not held back, however fast the stream was', async () => {
  const sizes = await steps(200, undefined, (steps) => steps >= 5)
  expect(Math.max(...sizes.slice(2, 5))).toBeGreaterThan(FRAME_BYTES)
  for (const size of sizes.slice(5, -1)) expect(size).toBeLessThanOrEqual(FRAME_BYTES)
})
