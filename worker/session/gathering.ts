/** What a screen can show: 25 events a second … */
const APART_MILLISECONDS = 40
/** … and what is nearly that far apart needs no timer. */
const NEARLY_MILLISECONDS = 30

/**
 * Says words as they come, and those that come faster than a screen can show them together: a fast provider's 200 chunks
 * arrive in 34 reads within 20 ms, and an event for each was a third of the whole turn's CPU.
 */
export class Gathering {
  readonly #say: (text: string) => void
  #text = ''
  #saidAt = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  add(text: string): void {
    this.#text += text
    const elapsed = Date.now() - this.#saidAt
    if (elapsed >= NEARLY_MILLISECONDS) this.flush()
    else this.#timer ??= setTimeout(() => this.#due(), APART_MILLISECONDS - elapsed)
  }

  /** Says what is still held. */
  flush(): void {
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#saidAt = Date.now()
    this.#say(text)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  /** One timer that looks at the clock, instead of one for every event. */
  #due(): void {
    this.#timer = null
    if (this.#text === '') return
    const left = this.#saidAt + APART_MILLISECONDS - Date.now()
    if (left <= 0) this.flush()
    else this.#timer = setTimeout(() => this.#due(), left)
  }
}
