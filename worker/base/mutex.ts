/** Runs work on one thing in sequence, and on different things in parallel. */
export class Mutex {
  readonly #last = new Map<string, Promise<unknown>>()

  run<Result>(thing: string, work: () => Promise<Result>): Promise<Result> {
    const mine = (this.#last.get(thing) ?? Promise.resolve()).then(work)
    // The next caller waits until this has ended, whether or not it succeeds.
    const over = mine.catch(() => {})
    this.#last.set(thing, over)
    void over.then(() => this.#last.get(thing) === over && this.#last.delete(thing))
    return mine
  }
}
