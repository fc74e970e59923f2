/** Runs beside every test file in workerd. They share a runtime, which takes a second to start; what a file stored goes with it. */
import { reset } from 'cloudflare:test'
import { afterAll, vi } from 'vitest'

afterAll(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await reset()
})
