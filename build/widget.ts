/**
 * `dist/assets`: the loader at the address of the tag, and beside it the modules it fetches, with a hash in their names.
 */
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

/** One file a language, by its tag. */
const LANGUAGES = (await readdir(join(WIDGET, 'words')))
  .map((file) => basename(file, '.ts'))
  .filter((name) => /^[a-z]{2}(-[A-Z]{2})?$/.test(name))

/** What a module that comes later takes from the panel, and does not bring along. */
const BORROWED = Object.fromEntries(
  ['preact', '@preact/signals-core'].map((name) => [name, join(WIDGET, 'borrowed.ts')]),
)

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

  const folder = join(outDir, 'inglenook')
  /** Each module by itself: what is fetched by an address of its own can be asked for again when it fails. */
  const modules = async (entryPoints: Record<string, string>, options: BuildOptions = {}) => {
    const { metafile } = await build({
      ...shared,
      ...options,
      entryPoints,
      // A module is UTF-8 by definition; the loader is a classic script, and read in the page's encoding.
      charset: 'utf8',
      format: 'esm',
      outdir: folder,
      entryNames: '[name]-[hash]',
      metafile: true,
    })
    return Object.keys(metafile.outputs)
  }
  const alone = await modules(
    {
      ...pick({
        follow: 'follow.ts',
        markdown: 'markdown/markdown.ts',
        highlight: 'markdown/highlight.ts',
        math: 'markdown/math.ts',
      }),
      ...Object.fromEntries(
        LANGUAGES.flatMap((tag) => [
          [tag, `words:${tag}`],
          [`${tag}-later`, `later:${tag}`],
        ]),
      ),
    },
    { plugins: [...(shared.plugins ?? []), halfOfWords] },
  )
  const beside = (files: readonly string[], name: string) => {
    const file = files.find((output) => new RegExp(`^${name}-[A-Z0-9]{8}\\.js$`).test(basename(output)))
    if (file === undefined) throw new Error(`esbuild did not say where ${name} is`)
    return `./${basename(file)}`
  }
  const path = (name: string) => JSON.stringify(beside(alone, name))
  const paths = (suffix: string) =>
    JSON.stringify(Object.fromEntries(LANGUAGES.map((tag) => [tag, beside(alone, tag + suffix)])))
  const later = await modules(pick({ later: 'later.ts' }), {
    alias: BORROWED,
    define: {
      MARKDOWN_PATH: path('markdown'),
      HIGHLIGHT_PATH: path('highlight'),
      MATH_PATH: path('math'),
      LATER_WORDS_PATHS: paths('-later'),
    },
  })
  const [panel] = await modules(pick({ panel: 'main.ts' }), {
    define: {
      FOLLOW_PATH: path('follow'),
      LATER_PATH: JSON.stringify(beside(later, 'later')),
      WORDS_PATHS: paths(''),
    },
  })
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

  if (minify) await squeeze([loader, panel, ...later, ...alone])
  await copyFile(panel, join(outDir, LASTING_PANEL))
  await copyFile(join(WIDGET, '_headers'), join(outDir, '_headers'))
  return { loader, panel }
}

const pick = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(WIDGET, file)]))

/** A language's file has all its words; each half of them is a module. */
const halfOfWords: Plugin = {
  name: 'half-of-words',
  setup(build) {
    build.onResolve({ filter: /^(words|later):/ }, ({ path }) => ({ path, namespace: 'half' }))
    build.onLoad({ filter: /.*/, namespace: 'half' }, ({ path }) => {
      const [half, tag] = path.split(':')
      return {
        contents: `export { ${half} } from ${JSON.stringify(`./${tag}.ts`)}`,
        loader: 'ts',
        resolveDir: join(WIDGET, 'words'),
      }
    })
  },
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
