import { WAIT_STEPS } from '../../protocol/wait-steps.ts'

/**
 * The step of a histogram that a wait belongs to: the least of 100, 150, 200, 300, 500, 700, 1,000, 1,500 … milliseconds
 * that is not shorter. Each is at most two thirds longer than the one before: so good is a median that is read from them.
 */
export function latencyStep(milliseconds: number): number {
  for (let scale = 1; ; scale *= 10) {
    const step = WAIT_STEPS.find((step) => milliseconds <= step * scale)
    if (step !== undefined) return step * scale
  }
}
