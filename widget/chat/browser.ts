import type { ReadonlySignal } from '@preact/signals-core'

/** What the chat's state needs from a browser. The page passes its own; a test in Node passes another. */
export interface Browser {
  /** Whether the browser believes that there is a network. */
  readonly isOnline: ReadonlySignal<boolean>
  /** Calls a function on each of the browser's network events, even if `isOnline` stays the same. */
  onNetwork(run: () => void): void
  /** In milliseconds since 1970. */
  now(): number
  /** A UUID. */
  newId(): string
  /** Calls a function once, after this many milliseconds. */
  after(milliseconds: number, run: () => void): void
  /** Connects the tabs of one origin. @throws if the page has no origin. */
  openChannel(name: string): Channel
}

export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}
