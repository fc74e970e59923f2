/** What `npm run watch` does with a build and a program, whatever these are. */
import { watch } from 'node:fs'

interface Parts {
  /** Folders and files whose changes count, with all that is below them. */
  places: readonly string[]
  /** @returns whether there is something new to start. */
  build(): Promise<boolean>
  /** Starts what was built. @returns what stops it */
  start(): Promise<() => Promise<void>>
}

/** An editor writes a file in several steps, and git many files. */
const SETTLED_MILLISECONDS = 100

/**
 * Builds and starts, and does both again after each change. A build that fails leaves what runs alone. One build runs at a
 * time: what changes meanwhile is in the next one.
 *
 * @returns what ends it, and stops what was started
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
