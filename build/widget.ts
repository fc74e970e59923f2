/**
 * `dist/assets`: the loader at the address of the tag, and beside it the modules it fetches, with a hash in their names.
 */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
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

  const { metafile } = await build({
    ...shared,
    entryPoints: { panel: join(WIDGET, 'main.ts') },
    // A module is UTF-8 by definition; the loader is a classic script, and read in the page's encoding.
    charset: 'utf8',
    format: 'esm',
    splitting: true,
    outdir: join(outDir, 'inglenook'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    metafile: true,
  })
  const [panel] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith('main.ts')) ?? []
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

  if (minify) await squeeze([loader, ...Object.keys(metafile.outputs)])
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
