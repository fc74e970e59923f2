/** One run of all measurements, as bench/report.json stores it. */
import { cpus, release, totalmem } from 'node:os'
import { versions } from './peers.ts'
import type { Section } from './report.ts'

export interface BenchRun {
  /** ISO 8601, UTC. */
  date: string
  minutes: number
  isQuick: boolean
  machine: string
  versions: Record<string, string>
  sections: Section[]
}

export async function benchRun(sections: Section[], isQuick: boolean, milliseconds: number): Promise<BenchRun> {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    minutes: Math.round(milliseconds / 60_000),
    isQuick,
    machine: machine(),
    versions: await versions(),
    sections,
  }
}

function machine(): string {
  const all = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${all[0]?.model ?? 'unknown CPU'}, ${all.length} cores, ${gigabytes} GB of memory, ${process.platform} ${release()}`
}
