/** Another release: a built copy of the sources with a small difference. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const ROOT = path.join(import.meta.dirname, '../../..')
const SOURCES = [
  'protocol',
  'worker',
  'widget',
  'console',
  'build',
  'demo',
  'LICENSE',
  'package.json',
  'tsconfig.base.json',
  'wrangler.toml',
]

export interface SecondRelease {
  script: string
  assets: string
  remove(): Promise<void>
}

/** @param file where `from` becomes `to`. */
export async function buildRelease(file: string, from: string, to: string): Promise<SecondRelease> {
  const folder = await mkdtemp(path.join(tmpdir(), 'inglenook-release-'))
  for (const source of SOURCES) await cp(path.join(ROOT, source), path.join(folder, source), { recursive: true })
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  const text = await readFile(path.join(folder, file), 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  await mkdir(path.join(folder, 'dist'))
  await writeFile(path.join(folder, file), text.replace(from, to))
  await promisify(execFile)(process.execPath, ['build/all.ts'], { cwd: folder })
  return {
    script: path.join(folder, 'dist/worker/index.js'),
    assets: path.join(folder, 'dist/assets'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
