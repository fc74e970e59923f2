/** The loader under a name with a hash of its contents, for owners whose pages verify their scripts. */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const PACKAGE = new URL('../package.json', import.meta.url)

/** The contents of `/inglenook/embed.json`: how to embed exactly this version. */
export interface Embed {
  version: string
  /** Relative to the Worker's root. */
  url: string
  /** The value of the tag's attribute of this name (Subresource Integrity). */
  integrity: string
  /** The owner fills in `{worker}` and `{site}`. */
  tag: string
}

/** Writes `loader-<hash>.js` and `embed.json` into the folder. */
export async function writePinned(folder: string, loader: string): Promise<void> {
  const { version }: { version: string } = JSON.parse(await readFile(PACKAGE, 'utf8'))
  const digest = createHash('sha384').update(loader).digest()
  const name = `loader-${digest.toString('hex').slice(0, 12)}.js`
  const url = `/inglenook/${name}`
  const integrity = `sha384-${digest.toString('base64')}`
  const tag = `<script async crossorigin src="{worker}${url}" integrity="${integrity}" data-site="{site}"></script>`
  await writeFile(join(folder, name), loader)
  await writeFile(
    join(folder, 'embed.json'),
    `${JSON.stringify({ version, url, integrity, tag } satisfies Embed, null, 2)}\n`,
  )
}
