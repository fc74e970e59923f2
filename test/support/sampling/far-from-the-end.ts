/** For tests of a Worker in a process of its own, whose clock they cannot turn: what they count must not begin anew meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'

const MINUTE_MILLISECONDS = 60_000
const DAY_MILLISECONDS = 24 * 60 * MINUTE_MILLISECONDS
/** As long as a test file may take that must not see the UTC day end. */
export const FAR_FROM_MIDNIGHT_MILLISECONDS = 180_000
/** As long as a few requests may take that must be counted in one minute of the clock, on a machine that does much at once. */
export const FAR_FROM_THE_MINUTES_END_MILLISECONDS = 30_000

/** Waits for the next UTC day where too little is left of this one. */
export const untilFarFromMidnight = (): Promise<void> =>
  untilFarFromTheEndOf(DAY_MILLISECONDS, FAR_FROM_MIDNIGHT_MILLISECONDS)

/** The same for the minutes in which the local runtime counts how fast somebody asks. */
export const untilFarFromTheMinutesEnd = (): Promise<void> =>
  untilFarFromTheEndOf(MINUTE_MILLISECONDS, FAR_FROM_THE_MINUTES_END_MILLISECONDS)

async function untilFarFromTheEndOf(period: number, least: number): Promise<void> {
  const left = period - (Date.now() % period)
  if (left < least) await pause(left + 1)
}
