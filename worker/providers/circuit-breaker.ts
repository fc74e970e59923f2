/** Consecutive failures before a provider rests. */
const FAILURES = 3
const REST_MILLISECONDS = 30_000

/** Which providers rest because they keep failing. One instance for the whole isolate, so sessions learn from each other. */
export class CircuitBreaker {
  readonly #now: () => number
  readonly #failures = new Map<string, number>()
  readonly #until = new Map<string, number>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  isResting(provider: string): boolean {
    return (this.#until.get(provider) ?? 0) > this.#now()
  }

  failed(provider: string): void {
    const failures = (this.#failures.get(provider) ?? 0) + 1
    this.#failures.set(provider, failures)
    if (failures >= FAILURES) this.#until.set(provider, this.#now() + REST_MILLISECONDS)
  }

  worked(provider: string): void {
    this.#failures.delete(provider)
    this.#until.delete(provider)
  }
}
