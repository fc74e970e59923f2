import { readFile } from 'node:fs/promises'
import type { Ask } from './owner-api.ts'
import { fileOf, personaFiles, writePersona } from './persona-file.ts'
import { readStanding, siteNames } from './site-details.ts'

interface Pull {
  ask: Ask
  folder: string
  /** For `$schema`. */
  schema: string
  say: (line: string) => void
}

/** Writes the live settings of every site. */
export async function pull({ ask, folder, schema, say }: Pull): Promise<void> {
  const names = await siteNames(ask)
  for (const site of names) {
    const standing = await readStanding(ask, site)
    if (!standing) continue
    const file = fileOf(folder, site)
    const before = await readFile(file, 'utf8').catch(() => null)
    await writePersona({ file, version: standing.version, settings: standing.live, schema })
    const isSame = before === (await readFile(file, 'utf8'))
    say(`${file}: ${isSame ? 'unchanged' : before === null ? 'new' : 'changed'}, version ${standing.version}`)
    if (standing.draft) say(`${file}: the site also has a draft, which is not in the file`)
  }
  const files = await personaFiles(folder)
  const known = new Set(names.map((site) => fileOf(folder, site)))
  for (const file of files) if (!known.has(file)) say(`${file}: no site has this name`)
}
