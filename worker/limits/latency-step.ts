import { WAIT_STEPS } from '../../protocol/wait-steps.ts'

/**
 * The histogram step of a latency: the smallest of 100, 150, 200, 300, 500, 700, 1,000, 1,500 … milliseconds that is not shorter.
 * Each step is at most two thirds longer than the one before, which limits the error of a median read from them.
 */
export function latencyStep(milliseconds: number): number {
  for (let scale = 1; ; scale *= 10) {
    const step = WAIT_STEPS.find((step) => milliseconds <= step * scale)
    if (step !== undefined) return step * scale
  }
}
