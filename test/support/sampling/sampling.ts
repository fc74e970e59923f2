/**
 * What is too much for every run: `npm run test:long` takes all of it, `npm test` a sample that changes daily. Only files named
 * `*.sampled.test.ts` may ask, since `npm run test:long` runs those.
 */
import { describe, expect, inject, test } from 'vitest'
import { seeded, type Seeded } from './seeded.ts'

export interface Sampling {
  /** INGLENOOK_SEED, or today's date. The run prints it. */
  seed: number
  /** All of it, and no sample. */
  isLong: boolean
}

function sampling(): Sampling {
  const { testPath = '' } = expect.getState()
  if (!testPath.endsWith('.sampled.test.ts')) throw new Error(`${testPath} takes samples: call it ….sampled.test.ts`)
  return inject('sampling')
}

/**
 * Random numbers that are the same again with the seed that the run printed.
 *
 * @param stream tells apart what one file chooses for several ends.
 */
export const randomOfRun = (stream = 0): Seeded => seeded(sampling().seed + stream * 7919)

/** How often something random is tried. */
export const times = ({ sample, all }: { sample: number; all: number }): number => (sampling().isLong ? all : sample)

/** So many of them, in the order they have. */
export function sample<T>(all: readonly T[], count: number, stream = 0): readonly T[] {
  if (sampling().isLong || all.length <= count) return all
  const random = randomOfRun(stream)
  const left = [...all.keys()]
  const picked = Array.from({ length: count }, () => left.splice(random.whole(0, left.length - 1), 1))
  const indices = new Set(picked.flat())
  return all.filter((_, index) => indices.has(index))
}

/**
 * What starts browsers and processes is too much for every run, and five minutes have room for so many of its tests: one of
 * four. `vitest.config.ts` lets whole files take turns of five days: the two have no common divisor, so each test has its day.
 */
const DAYS = 4
let file = ''
let place = 0

/** Cases of a file take turns, and files do not all begin on the same day. Each case has one day of `days`. */
function isToday(days: number): boolean {
  const { testPath = '' } = expect.getState()
  if (file !== testPath) [file, place] = [testPath, testPath.replace(/.*[\\/]/, '').length]
  const { seed, isLong } = sampling()
  return isLong || (place++ + seed) % days === 0
}

/** A `test` that `npm test` runs on one day of `DAYS`, and `npm run test:long` always. */
export function someDays(name: string, run: () => Promise<void>): void {
  if (isToday(DAYS)) test(name, run)
}

/** `test.for`, whose cases have a day each; one of them has it today. */
someDays.for =
  <T>(cases: readonly T[]) =>
  (name: string, run: (given: T) => Promise<void>): void =>
    void test.for(cases.filter(() => isToday(Math.min(DAYS, cases.length))))(name, run)

/** Tests that build on each other: all of them, or none. */
someDays.describe = (name: string, run: () => void): void => {
  if (isToday(DAYS)) describe(name, run)
}
