/** Replaces the previous build file by file, so that a server that uses it meanwhile misses none. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** Moves every file of `fresh` to the same place in `folder`, and removes what `fresh` does not have. */
export async function replaceFolder(folder: string, fresh: string): Promise<void> {
  const files = await filesIn(fresh)
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await rename(path.join(fresh, file), path.join(folder, file))
  }
  const wanted = new Set(files)
  for (const file of await filesIn(folder)) {
    if (!wanted.has(file)) await rm(path.join(folder, file), { force: true })
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}
