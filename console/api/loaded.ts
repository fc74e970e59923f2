/** Data that is fetched, with all the states in which an owner can see it. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { Refusal } from './ask.ts'

export type Loading<T> =
  /** The failure of the previous load stays visible until this one ends. */
  | { state: 'loading'; before: T | null; refusal: Refusal | null }
  | { state: 'there'; value: T }
  | { state: 'failed'; refusal: Refusal; before: T | null }

export interface Loaded<T> {
  now: ReadonlySignal<Loading<T>>
  /** Fetches the data (again). The previous data stays visible meanwhile. A newer call discards the result of an older one. */
  load(fetch: (signal: AbortSignal) => Promise<T>): Promise<void>
  /** Sets data that is known without fetching. */
  set(value: T): void
}

export function loaded<T>(): Loaded<T> {
  const now = signal<Loading<T>>({ state: 'loading', before: null, refusal: null })
  let current: AbortController | undefined
  // An effect that loads must not depend on what it loads: it would never stop.
  const before = (): T | null => {
    const value = now.peek()
    return value.state === 'there' ? value.value : value.before
  }
  return {
    now,
    async load(fetch) {
      current?.abort()
      const mine = (current = new AbortController())
      const last = now.peek()
      now.value = {
        state: 'loading',
        before: before(),
        refusal: last.state === 'there' ? null : last.refusal,
      }
      try {
        const value = await fetch(mine.signal)
        if (current === mine) now.value = { state: 'there', value }
      } catch (error) {
        if (current !== mine) return
        const refusal = error instanceof Refusal ? error : new Refusal('internal')
        now.value = { state: 'failed', refusal, before: before() }
        if (refusal !== error) throw error
      }
    },
    set(value) {
      current?.abort()
      current = undefined
      now.value = { state: 'there', value }
    },
  }
}
