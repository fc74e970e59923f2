/** The logic of `npm run watch`, for any build and program. */
import { watch } from 'node:fs'

interface Parts {
  /** Folders and files to watch, with everything below them. */
  places: readonly string[]
  /** @returns whether there is something new to start. */
  build(): Promise<boolean>
  /** Starts what was built. @returns a function that stops it */
  start(): Promise<() => Promise<void>>
}

/** An editor writes a file in several steps, and git writes many files. */
const SETTLED_MILLISECONDS = 100

/**
 * Builds and starts, and repeats both after each change. A failed build leaves the running program alone. One build runs at
 * a time: changes made meanwhile are in the next one.
 *
 * @returns a function that ends this, and stops what was started
 */
export function rebuild({ places, build, start }: Parts): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let hasChanged = false
  const end = new AbortController()
  let working: Promise<void> | undefined
  let stop = async () => {}

  async function work(): Promise<void> {
    while (hasChanged && !end.signal.aborted) {
      hasChanged = false
      if (!(await build()) || hasChanged || end.signal.aborted) continue
      await stop()
      stop = await start()
    }
  }
  function changed(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      hasChanged = true
      working ??= work().finally(() => (working = undefined))
    }, SETTLED_MILLISECONDS)
  }

  const watchers = places.map((place) => watch(place, { recursive: true }, changed))
  changed()
  return async () => {
    end.abort()
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
    await working
    await stop()
  }
}
