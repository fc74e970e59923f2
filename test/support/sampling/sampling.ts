/**
 * For tests that are too slow for every run: `npm run test:long` runs all of them, `npm test` a sample that changes daily. Only
 * files named `*.sampled.test.ts` may use it, because `npm run test:long` runs those.
 */
import { describe, expect, inject, test } from 'vitest'
import { seeded, type Seeded } from './seeded.ts'

export interface Sampling {
  /** INGLENOOK_SEED, or today's date. The run prints it. */
  seed: number
  /** All of it, without sampling. */
  isLong: boolean
}

function sampling(): Sampling {
  const { testPath = '' } = expect.getState()
  if (!testPath.endsWith('.sampled.test.ts')) throw new Error(`${testPath} takes samples: call it ….sampled.test.ts`)
  return inject('sampling')
}

/**
 * Random numbers that the seed printed by the run reproduces.
 *
 * @param stream separates the choices that one file makes for several purposes.
 */
export const randomOfRun = (stream = 0): Seeded => seeded(sampling().seed + stream * 7919)

/** How many random cases to try. */
export const times = ({ sample, all }: { sample: number; all: number }): number => (sampling().isLong ? all : sample)

/** This many of them, in their original order. */
export function sample<T>(all: readonly T[], count: number, stream = 0): readonly T[] {
  if (sampling().isLong || all.length <= count) return all
  const random = randomOfRun(stream)
  const left = [...all.keys()]
  const picked = Array.from({ length: count }, () => left.splice(random.whole(0, left.length - 1), 1))
  const indices = new Set(picked.flat())
  return all.filter((_, index) => indices.has(index))
}

/**
 * Tests that start browsers and processes are too slow for every run: a run of five minutes has time for one in four.
 * `vitest.config.ts` runs whole files every five days. The two numbers have no common divisor, so each test has its day.
 */
const DAYS = 4
let file = ''
let place = 0

/** The cases of a file take turns, and files start on different days. Each case has one day of `days`. */
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

/** `test.for` whose cases have one day each; one of them runs today. */
someDays.for =
  <T>(cases: readonly T[]) =>
  (name: string, run: (given: T) => Promise<void>): void =>
    void test.for(cases.filter(() => isToday(Math.min(DAYS, cases.length))))(name, run)

/** Tests that build on each other: all of them, or none. */
someDays.describe = (name: string, run: () => void): void => {
  if (isToday(DAYS)) describe(name, run)
}
