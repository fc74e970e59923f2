/**
 * `npm run bench`: all measurements, written to bench/report.md and report.json. Builds first, and installs the peers.
 * Exits with 1 if a budget is exceeded.
 *
 * `npm run bench -- worker growth` measures only these sections and prints them: the report stays as it is, because it is one
 * run. `--quick` repeats little, to check that it runs.
 */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { BENCH, installPeers, ROOT } from './peers.ts'
import { isMet, printRun, printSection } from './print.ts'
import type { Run, Section } from './report.ts'
import { benchRun, type BenchRun } from './run.ts'

const SECTIONS: Readonly<Record<string, () => Promise<{ run: Run }>>> = {
  size: () => import('./sections/bytes.ts'),
  page: () => import('./sections/page.ts'),
  streaming: () => import('./sections/streaming.ts'),
  worker: () => import('./sections/worker.ts'),
  growth: () => import('./sections/growth.ts'),
}

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !SECTIONS[name])
if (unknown.length > 0)
  throw new Error(`No section ${unknown.join(', ')}: there is ${Object.keys(SECTIONS).join(', ')}`)

const since = performance.now()
execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT, stdio: 'inherit' })
installPeers()
const sections: Section[] = []
for (const [name, load] of Object.entries(SECTIONS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.log(`${name} …`)
  const { run } = await load()
  const section = await run({ isQuick: values.quick })
  console.log(`\n${printSection(section)}\n`)
  sections.push(section)
}
if (positionals.length === 0) {
  const report = await benchRun(sections, values.quick, performance.now() - since)
  const before = await lastRun()
  await writeFile(path.join(BENCH, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(path.join(BENCH, 'report.md'), printRun(report, before))
}
process.exitCode = sections.every(({ checks }) => checks.every(isMet)) ? 0 : 1

/** The contents of the previous report.json; nothing if there is none. */
async function lastRun(): Promise<BenchRun | undefined> {
  const text = await readFile(path.join(BENCH, 'report.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text)
}
