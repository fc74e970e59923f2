import type { ReadonlySignal } from '@preact/signals-core'

/** What the chat's state needs of a browser. The page gives its own; a test in Node gives another. */
export interface Browser {
  /** Whether there is a network, as far as the browser knows. */
  readonly isOnline: ReadonlySignal<boolean>
  /** Runs something whenever the browser tells of its network, also where `isOnline` stays the same. */
  onNetwork(run: () => void): void
  /** In milliseconds since 1970. */
  now(): number
  /** A UUID. */
  newId(): string
  /** Runs something once, after so many milliseconds. */
  after(milliseconds: number, run: () => void): void
  /** Connects the tabs of one origin. @throws where the page has no origin. */
  openChannel(name: string): Channel
}

export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}
