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
 * The longest wait in the given part of all waits, in milliseconds (0.5: the median); null without any. Only the bucket of
 * each wait is known. Waits count as evenly spread in it, so the result is accurate to within the bucket.
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

/** Lower edge of a histogram bucket. */
function stepBefore(step: number): number {
  let before = 0
  for (let scale = 1; ; scale *= 10) {
    for (const one of WAIT_STEPS) {
      if (one * scale >= step) return before
      before = one * scale
    }
  }
}
