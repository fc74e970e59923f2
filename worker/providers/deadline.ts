import { Fault } from './reply/faults.ts'

export interface Deadlines {
  /** From the request to the first bytes of the answer. Reasoning models think before they answer. */
  firstByteSeconds: number
  /** Between two reads. */
  silenceSeconds: number
  /** From the request to the end of the answer. */
  wholeSeconds: number
}

/** For what follows a `finish_reason`. */
const AFTERWARDS_SECONDS = 2

export const DEADLINES: Deadlines = { firstByteSeconds: 60, silenceSeconds: 45, wholeSeconds: 300 }

/** A signal that aborts with `upstream_timeout` when the provider is too slow, or with the caller's reason. */
export class Deadline {
  readonly #abort = new AbortController()
  readonly #deadlines: Deadlines
  readonly #started = Date.now()
  readonly signal: AbortSignal
  #last = Date.now()
  #hasHeard = false
  #limit: number
  #timer: ReturnType<typeof setTimeout>

  constructor(caller: AbortSignal, deadlines: Partial<Deadlines>) {
    this.#deadlines = { ...DEADLINES, ...deadlines }
    this.#limit = this.#deadlines.firstByteSeconds * 1000
    this.signal = AbortSignal.any([caller, this.#abort.signal])
    this.#timer = setTimeout(() => this.#check(), Math.min(this.#limit, this.#deadlines.wholeSeconds * 1000))
  }

  /** Bytes arrived: from now on only silence counts. */
  extend(): void {
    const isFirst = !this.#hasHeard
    this.#last = Date.now()
    this.#hasHeard = true
    this.#limit = this.#deadlines.silenceSeconds * 1000
    // The timer was set for the first byte, and that limit may be longer than the one for silence.
    if (isFirst) this.#again()
  }

  /** The answer is whole: the rest (usage, `[DONE]`) is not worth a long wait. */
  hurry(): void {
    this.#limit = AFTERWARDS_SECONDS * 1000
    this.#again()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#abort.abort()
  }

  #again(): void {
    clearTimeout(this.#timer)
    this.#check()
  }

  /** One timer that checks the clock is cheaper than a new timer for every read. */
  #check(): void {
    const now = Date.now()
    const due = Math.min(this.#last + this.#limit, this.#started + this.#deadlines.wholeSeconds * 1000)
    if (now >= due) {
      const fault = this.#hasHeard ? 'stall-mid-stream' : 'headers-never'
      this.#abort.abort(new Fault(fault, { detail: `${now - this.#started} ms` }))
      return
    }
    this.#timer = setTimeout(() => this.#check(), due - now)
  }
}
