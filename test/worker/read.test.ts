/** In what steps a provider's stream is read: what is passed on at once, and how much may be held back. */
import { expect, test } from 'vitest'
import { readAdaptively } from '../../worker/upstream/read.ts'

const FRAME_BYTES = 150
const MOST_BYTES_AT_START = 1280
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The sizes of the steps in which so many frames are read, with a pause between two of them from one frame on. */
async function steps(frames: number, slow?: { from: number; milliseconds: number }): Promise<number[]> {
  const { readable, writable } = new IdentityTransformStream()
  const writer = writable.getWriter()
  const writing = (async () => {
    for (let sent = 0; sent < frames; sent += 1) {
      if (slow && sent >= slow.from) await pause(slow.milliseconds)
      await writer.write(new Uint8Array(FRAME_BYTES))
    }
    await writer.close()
  })()
  const sizes: number[] = []
  for await (const bytes of readAdaptively(readable)) sizes.push(bytes.byteLength)
  await writing
  return sizes
}

test('200 frames that come at once take few steps: the first as they come, and none holds back much', async () => {
  const started = Date.now()
  const sizes = await steps(200)
  expect(sizes.slice(0, 2)).toEqual([FRAME_BYTES, FRAME_BYTES])
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200 * FRAME_BYTES)
  expect(sizes.length).toBeLessThan(32)
  const most = MOST_BYTES_AT_START + 8 * (Date.now() - started)
  for (const size of sizes) expect(size).toBeLessThan(most + FRAME_BYTES)
})

test('a part that goes at once and then a frame at a time: one step is held back, and then none is longer than a moment', async () => {
  const sizes = await steps(60, { from: 20, milliseconds: 25 })
  const fast = sizes.findIndex((_size, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0) >= 3000)
  // The step in which the stream turned slow, and the one that was measured across the turn.
  for (const size of sizes.slice(fast + 2)) expect(size).toBeLessThanOrEqual(4 * FRAME_BYTES)
})
