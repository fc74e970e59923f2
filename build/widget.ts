/**
 * `dist/assets`: the loader at the tag's address, and beside it the modules that it fetches, with a hash in their names.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'
import { forBrowsers } from './browser.ts'
import { libraries } from '../widget/panel/libraries.ts'
import { writePinned } from './pinned.ts'
import { squeeze, squeezeHard } from './squeeze.ts'
import { buildWords } from './widget-words.ts'

const WIDGET = fileURLToPath(new URL('../widget/', import.meta.url))

/**
 * A module that gets its libraries as a value from the module that fetches it: `load(libraries)` returns its exports.
 * @see widget/panel/libraries.ts
 */
const withLibraries: BuildOptions = {
  format: 'iife',
  globalName: 'exported',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: 'const moduleUrl = import.meta.url; export function load(libraries) {' },
  footer: { js: 'return exported }' },
  plugins: [
    ...(forBrowsers.plugins ?? []),
    {
      name: 'libraries',
      setup(build) {
        const names = Object.keys(libraries).join('|')
        build.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path }) => ({ path, namespace: 'library' }))
        build.onLoad({ filter: /./, namespace: 'library' }, ({ path }) => ({
          contents: Object.entries(libraries)
            .filter(([name]) => name === path)
            .map(([name, members]) => `export const { ${Object.keys(members).join()} } = libraries['${name}']`)
            .join(),
        }))
      },
    },
  ],
}

/** Modules that do not need the address of another one. */
const ALONE = {
  stream: 'api/resumable-stream.ts',
  markdown: 'markdown/markdown.ts',
  highlight: 'markdown/highlight-module.ts',
  formulas: 'markdown/formulas/formulas-module.ts',
  entities: 'markdown/named.ts',
}

/** Parts of the panel that are fetched when they are shown. */
const PARTS = {
  menu: 'menu/menu-module.ts',
  'page-context': 'page-context/page-context-module.ts',
}

/** When Temml loads, it warns in the browser's console about pages in quirks mode. We do not use what it warns about. */
const STANDARDS_MODE = { 'document.compatMode': 'CSS1Compat' }

/** The newest version of each entry module, for pages that are older than the last deploy. */
export const LASTING = { PANEL: 'panel.js', EXTRAS: 'extras.js' }

export async function buildWidget(outDir: string): Promise<void> {
  const folder = join(outDir, 'inglenook')

  /** Each module is its own bundle: a module with its own address can be requested again if it fails. */
  async function modules(
    entryPoints: Record<string, string>,
    define: Record<string, unknown>,
    options: BuildOptions = {},
  ): Promise<string[]> {
    const { metafile } = await build({
      ...forBrowsers,
      ...options,
      entryPoints,
      define: { ...quoted(define), ...options.define },
      format: options.format ?? 'esm',
      outdir: folder,
      entryNames: '[name]-[hash]',
      metafile: true,
    })
    const files = Object.keys(metafile.outputs)
    for (const file of files) await writeFile(file, await squeeze(await readFile(file, 'utf8')))
    return files.map((file) => basename(file))
  }

  await mkdir(folder, { recursive: true })
  const { tags, version } = await buildWords(join(WIDGET, 'words'), folder)
  const words = { WORDS_TAGS: tags, WORDS_VERSION: version }
  const alone = await modules(sources(ALONE), STANDARDS_MODE)
  const parts = await modules(sources(PARTS), {}, withLibraries)
  const turns = await modules(
    sources({ turns: 'turns/turns-module.ts' }),
    {
      ...partPaths(parts),
      MARKDOWN_PATH: `./${named('markdown', alone)}`,
      HIGHLIGHT_PATH: `./${named('highlight', alone)}`,
      FORMULAS_PATH: `./${named('formulas', alone)}`,
      ENTITIES_PATH: `./${named('entities', alone)}`,
      ...words,
    },
    withLibraries,
  )
  const challenge = await modules(sources({ challenge: 'challenge/session-challenge.ts' }), words)
  const panel = named(
    'panel',
    await modules(sources({ panel: 'panel/main.ts' }), {
      STREAM_PATH: `./${named('stream', alone)}`,
      TURNS_PATH: `./${named('turns', turns)}`,
      CHALLENGE_PATH: `./${named('challenge', challenge)}`,
      ...words,
    }),
  )
  const names = { PANEL: panel }
  const check = named('check', await modules(sources({ check: 'check/check.ts' }), names))
  const extras = named(
    'extras',
    await modules(sources({ extras: 'extras/extras.ts' }), { ...names, CHECK_PATH: `./${check}` }),
  )
  await copyFile(join(folder, panel), join(folder, LASTING.PANEL))
  await copyFile(join(folder, extras), join(folder, LASTING.EXTRAS))

  /** @param from where the modules are, relative to the loader. */
  async function loader(from: string): Promise<string> {
    const { outputFiles } = await build({
      ...forBrowsers,
      entryPoints: [join(WIDGET, 'embed/loader.ts')],
      define: quoted({ ...names, EXTRAS: extras, FOLDER: from }),
      format: 'iife',
      write: false,
      // Terser's short names compress better than a mix of both tools' names.
      minify: false,
      minifySyntax: true,
      minifyWhitespace: true,
    })
    // Chromium then compiles it in one go, and no function again when it is called: 0.6 ms of 2.7.
    return `//# allFunctionsCalledOnLoad\n${await squeezeHard(outputFiles[0]?.text ?? '')}`
  }
  await writeFile(join(outDir, 'inglenook.js'), await loader('inglenook/'))
  await writePinned(folder, await loader('./'))
}

/** For esbuild's `define`. */
export const quoted = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]))

/** `PAGE_CONTEXT_PATH` for `page-context`. */
const partPaths = (files: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.keys(PARTS).map((part) => [`${part.toUpperCase().replaceAll('-', '_')}_PATH`, `./${named(part, files)}`]),
  )

function named(name: string, files: readonly string[]): string {
  const file = files.find((one) => new RegExp(`^${name}-[A-Z0-9]{8}\\.js$`).test(one))
  if (file === undefined) throw new Error(`esbuild did not say where ${name} is`)
  return file
}

const sources = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(WIDGET, file)]))
