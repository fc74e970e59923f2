/** The list of the files in this build that have permanent addresses. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isLasting, RELEASE_FILE, RELEASE_FOLDER, RELEASE_SHAPE, type Release } from '../protocol/release.ts'

const PACKAGE = new URL('../package.json', import.meta.url)

/** @param assets the folder that is served. The list is the same for every build of the same sources. */
export async function writeRelease(assets: string): Promise<void> {
  const folder = path.join(assets, RELEASE_FOLDER)
  const { version }: { version: string } = JSON.parse(await readFile(PACKAGE, 'utf8'))
  const names = (await readdir(folder)).filter(isLasting).toSorted()
  const files = await Promise.all(
    names.map(async (name) => {
      const contents = await readFile(path.join(folder, name))
      return { name, bytes: contents.byteLength, integrity: integrityOf(contents), version }
    }),
  )
  const release: Release = { shape: RELEASE_SHAPE, version, files }
  await writeFile(path.join(folder, RELEASE_FILE), `${JSON.stringify(release, null, 2)}\n`)
}

/** Subresource Integrity: https://www.w3.org/TR/sri-2/#integrity-metadata-description */
export const integrityOf = (contents: Uint8Array): string =>
  `sha384-${createHash('sha384').update(contents).digest('base64')}`
