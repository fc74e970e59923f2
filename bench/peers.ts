/**
 * The peers that Inglenook is compared with: packages of bench/package.json, which `npm ci` in the root never installs.
 *
 * For n8n, Flowise and Web Chat we measure the bundles that they publish, without installing their dependencies (900 MB):
 * `overrides` replaces each of those with one small package. `@n8n/chat` is pinned to a version whose
 * dependencies are all published.
 */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

export const BENCH = import.meta.dirname
export const ROOT = path.join(BENCH, '..')

/** As in the lock file; no script of a package is run. */
export function installPeers(): void {
  execFileSync('npm', ['ci', '--prefix', BENCH, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: 'inherit' })
}

/** Every peer with its version, and those that are part of the root's own packages. */
export async function versions(): Promise<Record<string, string>> {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(path.join(BENCH, 'package.json'), 'utf8'),
  )
  const found: Record<string, string> = { node: process.versions.node }
  for (const name of ['workerd', '@sparticuz/chromium', 'preact', 'openai', 'ai'])
    found[name] = await version(ROOT, name)
  for (const name of Object.keys(dependencies)) found[name] = await version(BENCH, name)
  return found
}

async function version(folder: string, name: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(
    await readFile(path.join(folder, 'node_modules', name, 'package.json'), 'utf8'),
  )
  return version
}
