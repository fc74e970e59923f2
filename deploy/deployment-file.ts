/**
 * What this folder knows about a deployed Worker: `.deployed/<name>.env`. Git ignores it, and only its owner can read it. It
 * contains the owner key, because Cloudflare never shows a secret again, and the answers, so that nobody is asked twice.
 */
import { createHmac } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'

export const FOLDER = '.deployed'

const NAMES = ['OWNER_KEY', 'INGLENOOK_URL', 'INGLENOOK_SITE', 'INGLENOOK_ORIGINS', 'PROVIDER_KEY_MARK'] as const
export type Deployment = Partial<Record<(typeof NAMES)[number], string>>

export const deploymentFile = (folder: string, worker: string): string => path.join(folder, FOLDER, `${worker}.env`)

/** Null if nothing was ever deployed from here under this name. */
export async function readDeployment(folder: string, worker: string): Promise<Deployment | null> {
  const text = await readFile(deploymentFile(folder, worker), 'utf8').catch(() => null)
  if (text === null) return null
  const values = parseEnv(text)
  return Object.fromEntries(NAMES.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
}

/** Adds it to what is already known. */
export async function writeDeployment(folder: string, worker: string, more: Deployment): Promise<void> {
  const file = deploymentFile(folder, worker)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const values = { ...(await readDeployment(folder, worker)), ...more }
  const lines = NAMES.flatMap((name) => (values[name] ? [`${name}="${values[name]}"\n`] : []))
  // A process that is killed halfway leaves the previous file, with the owner key in it.
  await writeFile(`${file}.new`, lines.join(''), { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
}

/** Shows whether a provider's key is the one that was set last, and nothing else about it. */
export const markOf = (providerKey: string, ownerKey: string): string =>
  createHmac('sha256', ownerKey).update(providerKey).digest('hex').slice(0, 16)
