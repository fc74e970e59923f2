/** `npm run watch`: builds, runs what `npm start` runs, and repeats both after each change of a source. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { rebuild } from './rebuild.ts'

const ROOT = path.join(import.meta.dirname, '..')
const SOURCES = ['protocol', 'worker', 'widget', 'console', 'demo', 'build', 'wrangler.toml', 'package.json']

const run = (program: string): ChildProcess =>
  spawn(process.execPath, [path.join(ROOT, program)], { cwd: ROOT, stdio: 'inherit' })

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

const end = rebuild({
  places: SOURCES.map((source) => path.join(ROOT, source)),
  async build() {
    const isBuilt = (await ended(run('build/all.ts'))) === 0
    if (!isBuilt) console.error('The build failed. The last build that worked keeps running.')
    return isBuilt
  },
  async start() {
    const demo = run('demo/start.ts')
    return async () => {
      demo.kill('SIGTERM')
      await ended(demo)
    }
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void end().finally(() => process.exit(0)))
}
