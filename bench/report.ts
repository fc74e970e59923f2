/** The results of a measurement for the report. */

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

/** A budget: it passes unless `measured` is above it. */
export interface Check {
  what: string
  budget: number
  measured: number
  /** The quartiles of the rounds' own figures, if there are rounds. */
  noise?: Noise
  /** `B`, `kB`, `ms`, `MB`, or `×` for a ratio within the run. */
  unit: string
  /** The file in profiles/ that says why it is missed, if it is. */
  profile?: string
}

export interface Section {
  /** As in `npm run bench -- <name>`. */
  name: string
  title: string
  intro: string
  tables: Table[]
  checks: Check[]
  /** For the README: the name, and the printed value. */
  figures: Record<string, string>
}

export interface Options {
  /** Few repeats, to check that it runs. The report says so. */
  isQuick: boolean
}

export type Run = (options: Options) => Promise<Section>
