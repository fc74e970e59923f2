/** The words of each language, one module per part. */
import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { forBrowsers } from './browser.ts'
import { squeeze } from './squeeze.ts'

/** The parts that load with the panel, the turns, the menu, and a challenge. */
const PARTS = { words: '', turnsWords: '-turns', menuWords: '-menu', challengeWords: '-challenge' } as const

/**
 * Writes `<tag>-<version>.js`, and one file each for the other parts, such as `<tag>-turns-<version>.js`. They share one version,
 * so a module that fetches them contains one hash instead of one for each language.
 */
export async function buildWords(source: string, folder: string): Promise<{ tags: string[]; version: string }> {
  const tags = (await readdir(source))
    .map((file) => basename(file, '.ts'))
    .filter((name) => /^[a-z]{2}(-[A-Z]{2})?$/.test(name))
  const { outputFiles } = await build({
    ...forBrowsers,
    entryPoints: Object.fromEntries(
      tags.flatMap((tag) => Object.entries(PARTS).map(([part, suffix]) => [tag + suffix, `${part}:${tag}`])),
    ),
    plugins: [partOf(source)],
    format: 'esm',
    outdir: folder,
    write: false,
  })
  const files = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({ name: basename(path, '.js'), code: await squeeze(text) })),
  )
  const digest = createHash('sha256')
  for (const { name, code } of files) digest.update(`${name}\n${code}\n`)
  const version = digest.digest('hex').slice(0, 8).toUpperCase()
  for (const { name, code } of files) await writeFile(join(folder, `${name}-${version}.js`), code)
  return { tags, version }
}

/** A language's file has all its words; each part of them becomes a module. */
const partOf = (source: string): Plugin => ({
  name: 'part-of-words',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${Object.keys(PARTS).join('|')}):`) }, ({ path }) => ({
      path,
      namespace: 'part',
    }))
    build.onLoad({ filter: /./, namespace: 'part' }, ({ path }) => {
      const [part, tag] = path.split(':')
      return { contents: `export { ${part} } from ${JSON.stringify(`./${tag}.ts`)}`, loader: 'ts', resolveDir: source }
    })
  },
})
