/** Identifies the deployment, as a tag of its version: the same build with the same configuration has the same one. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Trouble } from '../trouble.ts'
import { FILE } from '../wrangler-toml.ts'

/** @param version from package.json. Throws `Trouble` if nothing is built. */
export async function buildTag(folder: string, version: string): Promise<string> {
  const digest = createHash('sha256').update(await readFile(path.join(folder, FILE)))
  for (const part of ['dist/worker', 'dist/assets']) {
    for (const name of await filesOf(path.join(folder, part))) {
      digest.update(name).update(await readFile(path.join(folder, part, name)))
    }
  }
  return `${version}-${digest.digest('hex').slice(0, 12)}`.slice(-TAG_CHARACTERS)
}

/** https://developers.cloudflare.com/workers/configuration/versions-and-deployments/ */
const TAG_CHARACTERS = 25

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new Trouble(`${folder} is empty.`, 'Run `npm run build` first.')
  })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
    .toSorted()
}
