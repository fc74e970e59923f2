/**
 * `dist/assets`: the loader at the address of the tag, and beside it the modules it fetches, with a hash in their names.
 */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { forBrowsers } from './browser.ts'
import { writePinned } from './pinned.ts'
import { squeeze, squeezeHard } from './squeeze.ts'

const WIDGET = fileURLToPath(new URL('../widget/', import.meta.url))

/** A language's words, by its tag. */
const words = Object.fromEntries(['en', 'zh-CN'].map((tag) => [tag, join(WIDGET, `words/${tag}.ts`)]))

/** The newest of what is fetched from outside, for whoever is older than the last deploy. */
export const LASTING = { PANEL: 'panel.js', LASTING_PANEL: 'panel.js', EXTRAS: 'extras.js' }

export async function buildWidget(outDir: string): Promise<void> {
  const folder = join(outDir, 'inglenook')
  // What an earlier build left behind would be deployed too.
  await rm(folder, { recursive: true, force: true })

  /** Each module by itself: what is fetched by an address of its own can be asked for again when it fails. */
  async function modules(entryPoints: Record<string, string>, define: Record<string, unknown>): Promise<string[]> {
    const { metafile } = await build({
      ...forBrowsers,
      entryPoints,
      define: quoted(define),
      format: 'esm',
      outdir: folder,
      entryNames: '[name]-[hash]',
      metafile: true,
    })
    const files = Object.keys(metafile.outputs)
    for (const file of files) await writeFile(file, await squeeze(await readFile(file, 'utf8')))
    return files.map((file) => basename(file))
  }

  const later = await modules({ follow: join(WIDGET, 'follow.ts'), ...words }, {})
  const panel = named(
    'panel',
    await modules(
      { panel: join(WIDGET, 'main.ts') },
      {
        FOLLOW_PATH: `./${named('follow', later)}`,
        WORDS_PATHS: Object.fromEntries(Object.keys(words).map((tag) => [tag, `./${named(tag, later)}`])),
      },
    ),
  )
  const names = { PANEL: panel, LASTING_PANEL: LASTING.PANEL }
  const extras = named('extras', await modules({ extras: join(WIDGET, 'extras.ts') }, names))
  await copyFile(join(folder, panel), join(folder, LASTING.PANEL))
  await copyFile(join(folder, extras), join(folder, LASTING.EXTRAS))

  /** @param from where the modules are, seen from the loader. */
  async function loader(from: string): Promise<string> {
    const { outputFiles } = await build({
      ...forBrowsers,
      entryPoints: [join(WIDGET, 'loader.ts')],
      define: quoted({ ...names, EXTRAS: extras, FOLDER: from }),
      format: 'iife',
      write: false,
    })
    return squeezeHard(outputFiles[0]?.text ?? '')
  }
  await writeFile(join(outDir, 'inglenook.js'), await loader('inglenook/'))
  await writePinned(folder, await loader('./'))
  await copyFile(join(WIDGET, '_headers'), join(outDir, '_headers'))
}

/** As esbuild's `define` takes them. */
export const quoted = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]))

function named(name: string, files: readonly string[]): string {
  const file = files.find((one) => one.startsWith(`${name}-`))
  if (file === undefined) throw new Error(`esbuild did not say where ${name} is`)
  return file
}
