import type { Waits } from '../../protocol/schemas/site-usage.ts'
import { WAIT_STEPS } from '../../protocol/wait-steps.ts'

export const NO_WAITS: Waits = { attempts: 0, milliseconds: 0, histogram: [] }

export function addWaits(one: Waits, other: Waits): Waits {
  const steps = new Map<number, number>()
  for (const { atMostMilliseconds, attempts } of [...one.histogram, ...other.histogram]) {
    steps.set(atMostMilliseconds, (steps.get(atMostMilliseconds) ?? 0) + attempts)
  }
  const histogram = [...steps]
    .map(([atMostMilliseconds, attempts]) => ({ atMostMilliseconds, attempts }))
    .toSorted((a, b) => a.atMostMilliseconds - b.atMostMilliseconds)
  return { attempts: one.attempts + other.attempts, milliseconds: one.milliseconds + other.milliseconds, histogram }
}

/**
 * How long the given part of all (of 1: the median is 0.5) waited at most, in milliseconds; null where nobody waited. Only
 * the step is known of each wait: within it they are taken to lie evenly, so it is right to within the step.
 */
export function waitOf({ histogram }: Waits, part: number): number | null {
  const rank = part * histogram.reduce((sum, { attempts }) => sum + attempts, 0)
  let before = 0
  for (const { atMostMilliseconds, attempts } of histogram) {
    if (attempts > 0 && before + attempts >= rank) {
      const atLeast = stepBefore(atMostMilliseconds)
      return atLeast + ((atMostMilliseconds - atLeast) * (rank - before)) / attempts
    }
    before += attempts
  }
  return null
}

/** Whoever belongs to a step waited longer than this. */
function stepBefore(step: number): number {
  let before = 0
  for (let scale = 1; ; scale *= 10) {
    for (const one of WAIT_STEPS) {
      if (one * scale >= step) return before
      before = one * scale
    }
  }
}
