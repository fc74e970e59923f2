/**
 * `dist/assets`: the loader at the address of the tag, and beside it the modules it fetches, with a hash in their names.
 */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform, type BuildOptions, type Plugin } from 'esbuild'
import { minify as terse } from 'terser'

const WIDGET = fileURLToPath(new URL('../widget/', import.meta.url))
/** adoptedStyleSheets is the youngest thing the widget needs: Chrome 73, Firefox 101, Safari 16.4. */
const TARGET = ['chrome111', 'firefox113', 'safari16.4']

/** The newest panel, for a loader that is older than the last deploy. */
const LASTING_PANEL = 'inglenook/panel.js'

export interface BuiltWidget {
  loader: string
  /** The module that the loader fetches first. */
  panel: string
}

/** A language's words, by its tag. */
const words = Object.fromEntries(['en', 'zh-CN'].map((tag) => [tag, join(WIDGET, `words/${tag}.ts`)]))

export async function buildWidget(outDir: string, { minify }: { minify: boolean }): Promise<BuiltWidget> {
  const shared: BuildOptions = {
    bundle: true,
    minify,
    target: TARGET,
    // `h` costs less than the jsx runtime, in the library and at every element.
    jsx: 'transform',
    jsxFactory: 'h',
    legalComments: 'none',
    plugins: [cssText(minify)],
  }
  // What an earlier build left behind would be deployed too.
  await rm(join(outDir, 'inglenook'), { recursive: true, force: true })

  /** Each module by itself: what is fetched by an address of its own can be asked for again when it fails. */
  const modules = async (entryPoints: Record<string, string>, define: Record<string, string>) => {
    const { metafile } = await build({
      ...shared,
      entryPoints,
      define,
      // A module is UTF-8 by definition; the loader is a classic script, and read in the page's encoding.
      charset: 'utf8',
      format: 'esm',
      outdir: join(outDir, 'inglenook'),
      entryNames: '[name]-[hash]',
      metafile: true,
    })
    return Object.keys(metafile.outputs)
  }
  const later = await modules({ follow: join(WIDGET, 'follow.ts'), ...words }, {})
  const beside = (name: string) => {
    const file = later.find((output) => basename(output).startsWith(`${name}-`))
    if (file === undefined) throw new Error(`esbuild did not say where ${name} is`)
    return `./${basename(file)}`
  }
  const [panel] = await modules(
    { panel: join(WIDGET, 'main.ts') },
    {
      FOLLOW_PATH: JSON.stringify(beside('follow')),
      WORDS_PATHS: JSON.stringify(Object.fromEntries(Object.keys(words).map((name) => [name, beside(name)]))),
    },
  )
  if (panel === undefined) throw new Error('esbuild did not say where the panel is')

  const loader = join(outDir, 'inglenook.js')
  await build({
    ...shared,
    entryPoints: [join(WIDGET, 'loader.ts')],
    format: 'iife',
    outfile: loader,
    define: {
      PANEL_PATH: JSON.stringify(relative(outDir, panel).replaceAll('\\', '/')),
      LASTING_PANEL_PATH: JSON.stringify(LASTING_PANEL),
    },
  })

  if (minify) await squeeze([loader, panel, ...later])
  await copyFile(panel, join(outDir, LASTING_PANEL))
  await copyFile(join(WIDGET, '_headers'), join(outDir, '_headers'))
  return { loader, panel }
}

/** What esbuild has minified, once more with terser: another 2.5 % of gzip, about 500 bytes of the panel. */
async function squeeze(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const { code = '' } = await terse(await readFile(file, 'utf8'), {
      module: true,
      ecma: 2020,
      compress: { passes: 3 },
      format: { comments: false },
    })
    if (code) await writeFile(file, code)
  }
}

/** A style sheet as the text that `CSSStyleSheet.replaceSync` takes. */
const cssText = (minify: boolean): Plugin => ({
  name: 'css-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify, target: TARGET })
      return { contents: code.trim(), loader: 'text' }
    })
  },
})
