import type { TurnEvent } from '../../protocol/wire.ts'
import { encodeEvent, HEARTBEAT } from './event-stream.ts'

const HEARTBEAT_MILLISECONDS = 15_000
/** A page that reads slower than this many bytes behind is let go; it resumes from where it was. */
const BACKLOG_BYTES = 1024 * 1024

/** Why an answer ends before the upstream ends it. */
export type Ending = 'stopped' | 'detached' | 'forgotten'

interface Listener {
  writer: WritableStreamDefaultWriter<Uint8Array>
  backlog: number
}

/**
 * One attempt at a turn while it is in memory: the log of its events, the pages that listen, and the signal that ends it.
 * The log outlives the answer, so that a page that lost the connection resumes without missing or repeating an event.
 */
export class LiveTurn {
  readonly seq: number
  readonly attempt: number
  readonly #abort = new AbortController()
  readonly #first: number
  readonly #log: Uint8Array[] = []
  readonly #listeners = new Set<Listener>()
  readonly #detachedMilliseconds: number
  #detached: ReturnType<typeof setTimeout> | null = null
  #heartbeat: ReturnType<typeof setInterval> | null = null
  readonly #closing = Promise.withResolvers<void>()
  #over = false
  ending: Ending | null = null
  text = ''

  /** @param first the number of this attempt's first event: an earlier attempt may have used those before it. */
  constructor({
    seq,
    attempt,
    first,
    detachedSeconds,
  }: {
    seq: number
    attempt: number
    first: number
    detachedSeconds: number
  }) {
    this.seq = seq
    this.attempt = attempt
    this.#first = first
    this.#detachedMilliseconds = detachedSeconds * 1000
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** The number of the newest event. */
  get n(): number {
    return this.#first + this.#log.length - 1
  }

  /** Resolves when the last event has been said. */
  get closed(): Promise<void> {
    return this.#closing.promise
  }

  /** Whether there is, or will be, an event after this one. */
  hasAfter(after: number | null): boolean {
    return !this.#over || after === null || after < this.n
  }

  say(event: TurnEvent): void {
    if (event.event === 'delta') this.text += event.data.text
    const bytes = encodeEvent(this.seq, this.n + 1, event)
    this.#log.push(bytes)
    for (const listener of this.#listeners) this.#write(listener, bytes)
  }

  /** The last event has been said: everybody gets what is left of the log, then the end. */
  close(): void {
    this.#over = true
    this.#settle()
    for (const { writer } of this.#listeners) writer.close().catch(() => {}) // a page that left needs no end
    this.#listeners.clear()
    this.#closing.resolve()
  }

  end(ending: Ending): void {
    this.ending ??= ending
    this.#abort.abort(this.ending)
  }

  /** Everything after event `after` (null: the whole attempt), then what is still to come. */
  attach(after: number | null): ReadableStream<Uint8Array> {
    const { readable, writable } = new IdentityTransformStream()
    const listener: Listener = { writer: writable.getWriter(), backlog: 0 }
    const missed = this.#log.slice(Math.max(0, (after ?? -1) + 1 - this.#first))
    for (const bytes of missed) this.#write(listener, bytes)
    if (this.#over) {
      listener.writer.close().catch(() => {}) // as in close()
      return readable
    }
    this.#listeners.add(listener)
    // Rejects as soon as the page is gone, even while there is nothing to write.
    listener.writer.closed.catch(() => this.#drop(listener))
    this.#settle()
    return readable
  }

  #write(listener: Listener, bytes: Uint8Array): void {
    listener.backlog += bytes.byteLength
    if (listener.backlog > BACKLOG_BYTES) {
      void listener.writer.abort('too far behind')
      this.#drop(listener)
      return
    }
    listener.writer.write(bytes).then(
      () => (listener.backlog -= bytes.byteLength),
      () => this.#drop(listener),
    )
  }

  #drop(listener: Listener): void {
    if (this.#listeners.delete(listener)) this.#settle()
  }

  /** Timers follow from who listens: a heartbeat while somebody does, the detached limit while nobody does. */
  #settle(): void {
    const alone = this.#listeners.size === 0
    if (alone || this.#over) {
      clearInterval(this.#heartbeat)
      this.#heartbeat = null
    } else {
      this.#heartbeat ??= setInterval(() => {
        for (const listener of this.#listeners) this.#write(listener, HEARTBEAT)
      }, HEARTBEAT_MILLISECONDS)
    }
    if (alone && !this.#over) {
      this.#detached ??= setTimeout(() => this.end('detached'), this.#detachedMilliseconds)
    } else {
      clearTimeout(this.#detached)
      this.#detached = null
    }
  }
}
