/** What a crash may cost: the words of at most this many events, or of this long. */
export const CHECKPOINT_EVENTS = 10
export const CHECKPOINT_MILLISECONDS = 250

/**
 * Decides when sent words are written to disk: at every tenth event, or 250 ms after the first unwritten one, whichever comes
 * first. A timer covers the case that no more events come.
 */
export class Checkpoint {
  readonly #write: (text: string) => void
  #text = ''
  #events = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #since = 0

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  add(text: string): void {
    this.#text += text
    this.#events += 1
    if (this.#events === 1) {
      this.#since = Date.now()
      this.#timer ??= setTimeout(() => this.#due(), CHECKPOINT_MILLISECONDS)
    }
    if (this.#events >= CHECKPOINT_EVENTS) this.#flush()
  }

  /** The answer is settled; its words are stored in its attempt. */
  close(): void {
    clearTimeout(this.#timer)
  }

  /** One timer that checks the clock, instead of one for every checkpoint. */
  #due(): void {
    this.#timer = null
    if (this.#events === 0) return
    const left = this.#since + CHECKPOINT_MILLISECONDS - Date.now()
    if (left <= 0) this.#flush()
    else this.#timer = setTimeout(() => this.#due(), left)
  }

  #flush(): void {
    this.#write(this.#text)
    this.#text = ''
    this.#events = 0
  }
}

/** Words of an answer that streams, and the number of the event that brought the last of them. */
export type Chunk = {
  n: number
  text: string
}

/** In order. */
export const readChunks = (sql: SqlStorage, seq: number): Chunk[] =>
  sql.exec<Chunk>('SELECT n, text FROM chunks WHERE seq = ? ORDER BY n', seq).toArray()
