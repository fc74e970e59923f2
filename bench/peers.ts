/**
 * What Inglenook is measured beside: packages of bench/package.json, which `npm ci` in the root never installs.
 *
 * n8n, Flowise and Web Chat are measured by the bundles that they ship. What these were made of (900 MB) is not installed:
 * `overrides` puts one small package in the place of each of their dependencies. `@n8n/chat` stands at a version whose
 * dependencies are all published.
 */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

export const BENCH = import.meta.dirname
export const ROOT = path.join(BENCH, '..')

/** As the lock file says; no script of a package is run. */
export function installPeers(): void {
  execFileSync('npm', ['ci', '--prefix', BENCH, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: 'inherit' })
}

/** Every peer with its version, and what is measured from the root's own packages. */
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
