import { randomUUID } from 'node:crypto'
import { signal, type Signal } from '@preact/signals-core'
import type { Browser, Channel } from '../../../widget/chat/browser.ts'

type Listener = (event: { data: unknown }) => void

/** A visitor's browser: its tabs share storage, a network and channels. Time only passes when a test says so. */
export class Profile {
  readonly items: Map<string, string>
  readonly isOnline: Signal<boolean> = signal(true)
  /** Called when `localStorage` or `sessionStorage` is read or written. */
  refusesStorage = false
  hasOrigin = true
  /** In milliseconds since 1970. */
  time = Date.UTC(2026, 10, 30, 12)
  readonly #channels = new Map<Channel, { name: string; listener: Listener }>()
  readonly #onNetwork: (() => void)[] = []
  readonly #timers: { at: number; run: () => void }[] = []

  constructor(items: Readonly<Record<string, string>> = {}) {
    this.items = new Map(Object.entries(items))
  }

  readonly storage = (): Storage => {
    if (this.refusesStorage) throw new DOMException('The operation is insecure.', 'SecurityError')
    const { items } = this
    return {
      get length() {
        return items.size
      },
      clear: () => items.clear(),
      key: (index) => [...items.keys()][index] ?? null,
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    }
  }

  /** The browser for the state of one tab. */
  readonly browser: Browser = {
    isOnline: this.isOnline,
    onNetwork: (run) => void this.#onNetwork.push(run),
    now: () => (this.time += 1),
    newId: randomUUID,
    after: (milliseconds, run) => void this.#timers.push({ at: this.time + milliseconds, run }),
    openChannel: (name) => {
      if (!this.hasOrigin) throw new DOMException('An opaque origin has no channels.', 'InvalidStateError')
      return this.#open(name)
    },
  }

  /** The browser's network event. */
  tellNetwork(isOnline: boolean): void {
    this.isOnline.value = isOnline
    for (const run of this.#onNetwork) run()
  }

  /** Lets time pass, and runs the timers that are due. */
  pass(milliseconds: number): void {
    this.time += milliseconds
    for (const { run } of this.#timers.splice(0).toSorted((one, other) => one.at - other.at)) run()
  }

  #open(name: string): Channel {
    const channel: Channel = {
      addEventListener: (_, listener) => void this.#channels.set(channel, { name, listener }),
      postMessage: (message) => {
        const data: unknown = structuredClone(message)
        for (const [other, heard] of this.#channels)
          if (other !== channel && heard.name === name) heard.listener({ data })
      },
      close: () => void this.#channels.delete(channel),
    }
    return channel
  }
}
