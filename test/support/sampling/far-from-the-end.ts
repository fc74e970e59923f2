/** For tests of a Worker in its own process, whose clock they cannot set: its counters must not reset during the test. */
import { setTimeout as pause } from 'node:timers/promises'

const MINUTE_MILLISECONDS = 60_000
const DAY_MILLISECONDS = 24 * 60 * MINUTE_MILLISECONDS
/** The longest time for a test file that must not cross the end of a UTC day. */
export const FAR_FROM_MIDNIGHT_MILLISECONDS = 180_000
/** The time for a few requests that must fall in one minute of the clock, on a busy machine. */
export const FAR_FROM_THE_MINUTES_END_MILLISECONDS = 30_000

/** Waits for the next UTC day if too little is left of this one. */
export const untilFarFromMidnight = (): Promise<void> =>
  untilFarFromTheEndOf(DAY_MILLISECONDS, FAR_FROM_MIDNIGHT_MILLISECONDS)

/** The same for the minutes of the local runtime's rate limits. */
export const untilFarFromTheMinutesEnd = (): Promise<void> =>
  untilFarFromTheEndOf(MINUTE_MILLISECONDS, FAR_FROM_THE_MINUTES_END_MILLISECONDS)

async function untilFarFromTheEndOf(period: number, least: number): Promise<void> {
  const left = period - (Date.now() % period)
  if (left < least) await pause(left + 1)
}
