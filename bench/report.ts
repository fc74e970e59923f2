/** What a measurement hands to the report. */

export interface Table {
  title: string
  columns: string[]
  rows: [string, ...(number | string)[]][]
  note?: string
}

export interface Noise {
  low: number
  high: number
}

/** A budget; it is met when `measured` is not above it. */
export interface Check {
  what: string
  budget: number
  measured: number
  /** Of the rounds' own figures, the quartiles: where there are rounds. */
  noise?: Noise
  /** `B`, `kB`, `ms`, `MB`, or `×` for a ratio within the run. */
  unit: string
}

export interface Section {
  /** As in `npm run bench -- <name>`. */
  name: string
  title: string
  intro: string
  tables: Table[]
  checks: Check[]
  /** For the README: name, and the value as it is printed. */
  figures: Record<string, string>
}

export interface Options {
  /** Few repeats: to see that it runs. The report says that it was made so. */
  isQuick: boolean
}

export type Run = (options: Options) => Promise<Section>
