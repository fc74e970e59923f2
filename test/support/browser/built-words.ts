/** The words as a visitor's browser gets them: one module for each part of each language, and the choice between them. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import type { Tag } from '../../../widget/words/words.ts'

const FOLDER = path.join(import.meta.dirname, '../../../widget/words')

async function bundle(contents: string, define: Record<string, string> = {}): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: FOLDER, loader: 'ts' },
    define,
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    write: false,
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`esbuild made nothing of ${contents}`)
  return file.contents
}

const bundledWords = (tag: Tag): Promise<Uint8Array> => bundle(`export { words } from './${tag}.ts'`)
const bundledMenuWords = (tag: Tag): Promise<Uint8Array> => bundle(`export { menuWords } from './${tag}.ts'`)
const bundledTurnsWords = (tag: Tag): Promise<Uint8Array> => bundle(`export { turnsWords } from './${tag}.ts'`)

/** Into an empty folder, with the build's layout. */
export async function buildChoice(
  folder: string,
  tags: readonly Tag[],
): Promise<
  typeof import('../../../widget/words/choose.ts') &
    typeof import('../../../widget/words/turns-words.ts') &
    typeof import('../../../widget/words/menu-words.ts')
> {
  for (const tag of tags) {
    await writeFile(path.join(folder, `${tag}-test.js`), await bundledWords(tag))
    await writeFile(path.join(folder, `${tag}-turns-test.js`), await bundledTurnsWords(tag))
    await writeFile(path.join(folder, `${tag}-menu-test.js`), await bundledMenuWords(tag))
  }
  const define = { WORDS_TAGS: JSON.stringify(tags), WORDS_VERSION: '"test"' }
  const choice = path.join(folder, 'choose.mjs')
  await writeFile(
    choice,
    await bundle(
      `export * from './choose.ts'; export * from './turns-words.ts'; export * from './menu-words.ts'`,
      define,
    ),
  )
  return import(pathToFileURL(choice).href)
}
