/**
 * `npm run watch`: builds, runs what `npm start` runs, and does both again after each change of a source. A build that fails is
 * told, and what runs goes on.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '..')
const SOURCES = ['protocol', 'worker', 'widget', 'console', 'demo', 'build', 'wrangler.toml', 'package.json']
/** An editor writes a file in several steps, and git many files. */
const SETTLED_MS = 100

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let demo: ChildProcess | undefined
let isBuilding = false
let hasChanged = false
let timer: NodeJS.Timeout | undefined

for (const source of SOURCES) watch(path.join(ROOT, source), { recursive: true }, () => changed())
for (const signal of signals) process.once(signal, () => void end())
changed()

function changed(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void again(), SETTLED_MS)
}

/** One build at a time. What changes meanwhile has the next one. */
async function again(): Promise<void> {
  hasChanged = true
  if (isBuilding) return
  isBuilding = true
  while (hasChanged) {
    hasChanged = false
    const since = performance.now()
    if ((await ended(run('build/all.ts'))) !== 0) console.error('Not built. Waiting for the next change.')
    else if (!hasChanged) {
      console.log(`Built in ${((performance.now() - since) / 1000).toFixed(1)} s.`)
      await stop()
      demo = run('demo/start.ts')
    }
  }
  isBuilding = false
}

const run = (program: string): ChildProcess =>
  spawn(process.execPath, [path.join(ROOT, program)], { cwd: ROOT, stdio: 'inherit' })

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

async function stop(): Promise<void> {
  if (!demo) return
  demo.kill('SIGTERM')
  await ended(demo)
  demo = undefined
}

async function end(): Promise<void> {
  await stop()
  process.exit(0)
}
