import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { vi } from 'vitest'

const MINUTE = 60_000

/**
 * Rings an object's alarm, and goes on while it wants to be rung again within a minute: what it was too busy for, or failed
 * at, it does the next time. Only where a test has the clock.
 */
export async function ring(stub: DurableObjectStub): Promise<void> {
  for (let next: number | null = Date.now(); next !== null && next < Date.now() + MINUTE;) {
    vi.setSystemTime(Math.max(next, Date.now()))
    await runDurableObjectAlarm(stub)
    next = await runInDurableObject(stub, (_object, { storage }) => storage.getAlarm())
  }
}
