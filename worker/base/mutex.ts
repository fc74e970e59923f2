/** Work on one thing after the other, on different things at once. */
export class Mutex {
  readonly #last = new Map<string, Promise<unknown>>()

  run<Result>(thing: string, work: () => Promise<Result>): Promise<Result> {
    const mine = (this.#last.get(thing) ?? Promise.resolve()).then(work)
    // Whoever comes next waits for the end of this, not for its success.
    const over = mine.catch(() => {})
    this.#last.set(thing, over)
    void over.then(() => this.#last.get(thing) === over && this.#last.delete(thing))
    return mine
  }
}
