/**
 * Workers KV as documented, which the local one does not model: a location keeps seeing what it has read (including a
 * missing key) for 60 s; a key accepts one write per second; lists lag; now and then there is a 5xx.
 *
 * Source: https://developers.cloudflare.com/kv/concepts/how-kv-works/ and …/kv/platform/limits/
 */
import type { Seeded } from '../sampling/seeded.ts'

const STALE_MILLISECONDS = 60_000
const APART_MILLISECONDS = 1000
const FAULTS = 0.02

interface Written {
  value: string
  at: number
}

interface PutOptions {
  expirationTtl?: number
  metadata?: unknown
}

/** KV as one location sees it. */
export interface Location {
  get(key: string, type: 'json'): Promise<unknown>
  put(key: string, value: string, options?: PutOptions): Promise<void>
  delete(key: string): Promise<void>
  list(options: { prefix: string }): Promise<{ keys: { name: string }[] }>
}

export class FaultyKV {
  readonly #random: Seeded
  readonly #now: () => number
  readonly #written = new Map<string, Written>()
  readonly #lastWrite = new Map<string, number>()
  readonly #locations = new Map<string, Map<string, { value: string | null; until: number }>>()
  /** How long a delete takes. */
  delayMilliseconds = 0
  /** A long outage of writes. */
  refuses = false
  /** Successful writes, writes refused with 429, and answers with a 5xx. */
  readonly counts = { puts: 0, tooMany: 0, faults: 0 }

  constructor(random: Seeded, now: () => number) {
    this.#random = random
    this.#now = now
  }

  /** What every location will see in the end. */
  settled(key: string): unknown {
    const written = this.#written.get(key)
    return written ? JSON.parse(written.value) : null
  }

  at(location: string): Location {
    const seen = this.#locations.get(location) ?? new Map<string, { value: string | null; until: number }>()
    this.#locations.set(location, seen)
    const remember = (key: string, value: string | null) => {
      seen.set(key, { value, until: this.#now() + STALE_MILLISECONDS })
      return value
    }
    return {
      get: async (key) => {
        this.#mayFail('GET')
        const cached = seen.get(key)
        const value =
          cached && cached.until > this.#now() ? cached.value : remember(key, this.#written.get(key)?.value ?? null)
        return value === null ? null : JSON.parse(value)
      },
      put: async (key, value) => {
        this.#requireApart(key)
        // A 5xx does not say whether the write was made.
        if (this.refuses) this.#fail('PUT')
        const fails = this.#random.next() < FAULTS
        if (!fails || this.#random.next() < 0.5) {
          this.#written.set(key, { value, at: this.#now() })
          remember(key, value)
        }
        if (fails) this.#fail('PUT')
        this.counts.puts += 1
      },
      delete: async (key) => {
        this.#requireApart(key)
        this.#mayFail('DELETE')
        if (this.delayMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMilliseconds))
        this.#written.delete(key)
        remember(key, null)
      },
      list: async ({ prefix }) => ({
        keys: [...this.#written]
          .filter(([name, { at }]) => name.startsWith(prefix) && at + STALE_MILLISECONDS <= this.#now())
          .map(([name]) => ({ name })),
      }),
    }
  }

  #requireApart(key: string): void {
    const last = this.#lastWrite.get(key) ?? Number.NEGATIVE_INFINITY
    if (this.#now() - last < APART_MILLISECONDS) {
      this.counts.tooMany += 1
      throw new Error('KV PUT failed: 429 Too Many Requests')
    }
    this.#lastWrite.set(key, this.#now())
  }

  #mayFail(method: string): void {
    if (this.#random.next() < FAULTS) this.#fail(method)
  }

  #fail(method: string): never {
    this.counts.faults += 1
    throw new Error(`KV ${method} failed: 503 Service Unavailable`)
  }
}
