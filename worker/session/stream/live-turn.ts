import type { TurnEvent } from '../../../protocol/schemas/turn-event.ts'
import { encodeEvent, HEARTBEAT } from './event-stream.ts'

const HEARTBEAT_MILLISECONDS = 15_000
/** The most that is written to a page at once. The rest follows when the page has taken it. */
const PIECE_BYTES = 64 * 1024
/** How many pages may listen to a turn. One more disconnects the oldest, which resumes from where it was. */
export const LISTENERS = 16
/** How long a page may take for the rest of a finished answer. Then it is disconnected, and resumes as well. */
export const DRAIN_MILLISECONDS = 30_000

/** Why an answer ends before the upstream ends it. */
export type Ending = 'stopped' | 'detached' | 'forgotten'

interface Listener {
  writer: WritableStreamDefaultWriter<Uint8Array>
  /** The index in the log of the next event to send: a slow page costs a number, not a queue. */
  next: number
  /** The last write has not been taken yet. */
  isWriting: boolean
}

interface NewLiveTurn {
  seq: number
  attempt: number
  /** The number of this attempt's first event: an earlier attempt may have used those before it. */
  first: number
  /** How long the answer goes on when nobody listens. */
  detachedSeconds: number
}

/**
 * One attempt at a turn while it is in memory: the log of its events, the pages that listen, and the signal that ends it. The log
 * outlives the answer, so a page that lost the connection can resume without missing or repeating an event.
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
  #drain: ReturnType<typeof setTimeout> | null = null
  readonly #closing = Promise.withResolvers<void>()
  #over = false
  ending: Ending | null = null
  text = ''

  constructor({ seq, attempt, first, detachedSeconds }: NewLiveTurn) {
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

  /** Resolves after the last event. */
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
    for (const listener of this.#listeners) this.#pump(listener)
  }

  /** The last event is in the log: every page gets the rest of the log, then the end. */
  close(): void {
    this.#over = true
    for (const listener of this.#listeners) this.#pump(listener)
    this.#settle()
    this.#closing.resolve()
  }

  end(ending: Ending): void {
    this.ending ??= ending
    this.#abort.abort(this.ending)
  }

  /** Everything after event `after` (null: the whole attempt), then what follows. */
  attach(after: number | null): ReadableStream<Uint8Array> {
    const [first] = this.#listeners
    if (first && this.#listeners.size >= LISTENERS) this.#letGo(first)
    const { readable, writable } = new IdentityTransformStream()
    const next = Math.max(0, (after ?? -1) + 1 - this.#first)
    const listener: Listener = { writer: writable.getWriter(), next, isWriting: false }
    this.#listeners.add(listener)
    // Rejects as soon as the page is gone, even while there is nothing to write.
    listener.writer.closed.catch(() => this.#drop(listener))
    this.#pump(listener)
    this.#settle()
    return readable
  }

  /** Writes the events that the page lacks, once it has taken the previous ones; then the end, if there is one. */
  #pump(listener: Listener): void {
    if (listener.isWriting) return
    const events = this.#take(listener)
    if (events.length > 0) return this.#write(listener, concatenated(events))
    if (!this.#over) return
    listener.writer.close().catch(() => {}) // the page may be gone
    this.#drop(listener)
  }

  #take(listener: Listener): Uint8Array[] {
    const events: Uint8Array[] = []
    let bytes = 0
    for (let event = this.#log[listener.next]; event; event = this.#log[listener.next]) {
      bytes += event.byteLength
      if (bytes > PIECE_BYTES && events.length > 0) break
      events.push(event)
      listener.next += 1
    }
    return events
  }

  #write(listener: Listener, bytes: Uint8Array): void {
    listener.isWriting = true
    listener.writer.write(bytes).then(
      () => {
        listener.isWriting = false
        this.#pump(listener)
      },
      () => this.#drop(listener),
    )
  }

  #letGo(listener: Listener): void {
    listener.writer.abort('let go').catch(() => {}) // the page may be gone
    this.#drop(listener)
  }

  #drop(listener: Listener): void {
    if (this.#listeners.delete(listener)) this.#settle()
  }

  /**
   * Sets the timers by who is listening: a heartbeat while anyone is, the detached limit while nobody is, and a last deadline for
   * pages that are slow to take the end.
   */
  #settle(): void {
    const alone = this.#listeners.size === 0
    if (alone || this.#over) {
      clearInterval(this.#heartbeat)
      this.#heartbeat = null
    } else {
      this.#heartbeat ??= setInterval(() => {
        for (const listener of this.#listeners) if (!listener.isWriting) this.#write(listener, HEARTBEAT)
      }, HEARTBEAT_MILLISECONDS)
    }
    if (alone && !this.#over) {
      this.#detached ??= setTimeout(() => this.end('detached'), this.#detachedMilliseconds)
    } else {
      clearTimeout(this.#detached)
      this.#detached = null
    }
    if (this.#over && !alone) {
      this.#drain ??= setTimeout(() => this.#listeners.forEach((listener) => this.#letGo(listener)), DRAIN_MILLISECONDS)
    } else {
      clearTimeout(this.#drain)
      this.#drain = null
    }
  }
}

function concatenated(events: readonly Uint8Array[]): Uint8Array {
  const [first] = events
  if (first && events.length === 1) return first
  const whole = new Uint8Array(events.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const event of events) {
    whole.set(event, at)
    at += event.byteLength
  }
  return whole
}
