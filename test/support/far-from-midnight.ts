/** For tests of a Worker in a process of its own, whose clock they cannot turn. */
import { setTimeout as pause } from 'node:timers/promises'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
/** As long as a test file may take that must not see the UTC day end. */
export const FAR_FROM_MIDNIGHT_MILLISECONDS = 180_000

/** Waits for the next UTC day where too little is left of this one. */
export async function untilFarFromMidnight(now = Date.now()): Promise<void> {
  const left = DAY_MILLISECONDS - (now % DAY_MILLISECONDS)
  if (left < FAR_FROM_MIDNIGHT_MILLISECONDS) await pause(left + 1)
}
