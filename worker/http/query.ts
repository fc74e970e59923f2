import { Failure } from '../../protocol/failure.ts'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** Reads a request's query, and reports which part of it is invalid. A missing or empty parameter is null. */
export class Query {
  readonly #parameters: URLSearchParams

  constructor(request: Request) {
    this.#parameters = new URL(request.url).searchParams
  }

  /** @throws Failure `invalid_body`, like all methods below. */
  text(name: string, most: number): string | null {
    const value = this.#parameters.get(name)?.trim() || null
    if (value !== null && value.length > most) throw wrong(name, `${most} characters at most`)
    return value
  }

  oneOf<T extends string>(name: string, all: readonly T[]): T | null {
    const value = this.text(name, 100)
    const known = all.find((one) => one === value)
    if (value !== null && known === undefined) throw wrong(name, `one of ${all.join(', ')}`)
    return known ?? null
  }

  count(name: string): number | null {
    const value = this.text(name, 100)
    if (value !== null && !/^\d{1,9}$/.test(value)) throw wrong(name, 'a number')
    return value === null ? null : Number(value)
  }

  /** The start of a UTC day (`2026-11-30`), in milliseconds since 1970. */
  day(name: string): number | null {
    const value = this.text(name, 100)
    if (value === null) return null
    const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN
    // 30 February would be read as 2 March.
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value)
      throw wrong(name, 'a day, 2026-11-30')
    return time
  }

  /** A range of days that includes both: the start of the first day and the end of the last. A missing one is null. */
  days(from: string, to: string): { from: number | null; before: number | null } {
    const [first, last] = [this.day(from), this.day(to)]
    if (first !== null && last !== null && last < first) throw wrong(to, `not before ${from}`)
    return { from: first, before: last === null ? null : last + DAY_MILLISECONDS }
  }
}

const wrong = (param: string, detail: string): Failure => new Failure('invalid_body', { param, detail })
