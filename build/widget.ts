/**
 * `dist/assets`: the loader at the address of the tag, and beside it the modules it fetches, with a hash in their names.
 */
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions, type Plugin } from 'esbuild'
import { forBrowsers } from './browser.ts'
import { writePinned } from './pinned.ts'
import { squeeze, squeezeHard } from './squeeze.ts'

const WIDGET = fileURLToPath(new URL('../widget/', import.meta.url))

/** One file a language, by its tag. */
const LANGUAGES = (await readdir(join(WIDGET, 'words')))
  .map((file) => basename(file, '.ts'))
  .filter((name) => /^[a-z]{2}(-[A-Z]{2})?$/.test(name))

/** What a module that comes later takes from the panel, and does not bring along. */
const BORROWED = Object.fromEntries(
  ['preact', '@preact/signals-core'].map((name) => [name, join(WIDGET, 'panel/borrowed.ts')]),
)

/** Modules that need the address of no other one. */
const ALONE = {
  follow: 'api/resumable-stream.ts',
  highlight: 'markdown/highlight.ts',
  formulas: 'markdown/formulas/mathml.ts',
  entities: 'markdown/named.ts',
}

/** Temml looks at the page when it is loaded, and writes to the console on an old one. What it warns of, we do not use. */
const STANDARDS_MODE = { 'document.compatMode': 'CSS1Compat' }

/** The newest of what is fetched from outside, for whoever is older than the last deploy. */
export const LASTING = { PANEL: 'panel.js', EXTRAS: 'extras.js' }

export async function buildWidget(outDir: string): Promise<void> {
  const folder = join(outDir, 'inglenook')

  /** Each module by itself: what is fetched by an address of its own can be asked for again when it fails. */
  async function modules(
    entryPoints: Record<string, string>,
    define: Record<string, unknown>,
    options: BuildOptions = {},
  ): Promise<string[]> {
    const { metafile } = await build({
      ...forBrowsers,
      ...options,
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

  const alone = await modules(
    {
      ...sources(ALONE),
      ...Object.fromEntries(
        LANGUAGES.flatMap((tag) => [
          [tag, `words:${tag}`],
          [`${tag}-later`, `later:${tag}`],
          [`${tag}-entering`, `entering:${tag}`],
        ]),
      ),
    },
    STANDARDS_MODE,
    { plugins: [...(forBrowsers.plugins ?? []), partOfWords] },
  )
  const [markdown = ''] = await modules(sources({ markdown: 'markdown/markdown.ts' }), {})
  const words = (part: string) => Object.fromEntries(LANGUAGES.map((tag) => [tag, `./${named(tag + part, alone)}`]))
  const later = await modules(
    sources({ later: 'turns/turns-module.ts' }),
    {
      MARKDOWN_PATH: `./${markdown}`,
      HIGHLIGHT_PATH: `./${named('highlight', alone)}`,
      FORMULAS_PATH: `./${named('formulas', alone)}`,
      ENTITIES_PATH: `./${named('entities', alone)}`,
      LATER_WORDS_PATHS: words('-later'),
    },
    { alias: BORROWED },
  )
  const entering = await modules(sources({ entering: 'challenge/session-challenge.ts' }), {
    ENTERING_WORDS_PATHS: words('-entering'),
  })
  const panel = named(
    'panel',
    await modules(sources({ panel: 'panel/main.ts' }), {
      FOLLOW_PATH: `./${named('follow', alone)}`,
      LATER_PATH: `./${named('later', later)}`,
      ENTERING_PATH: `./${named('entering', entering)}`,
      WORDS_PATHS: words(''),
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

  /** @param from where the modules are, seen from the loader. */
  async function loader(from: string): Promise<string> {
    const { outputFiles } = await build({
      ...forBrowsers,
      entryPoints: [join(WIDGET, 'embed/loader.ts')],
      define: quoted({ ...names, EXTRAS: extras, FOLDER: from }),
      format: 'iife',
      write: false,
      // Terser's names alone pack better than those of both.
      minify: false,
      minifySyntax: true,
      minifyWhitespace: true,
    })
    // Chromium then compiles it in one go, and no function a second time when it is called: 0.6 ms of 2.7.
    return `//# allFunctionsCalledOnLoad\n${await squeezeHard(outputFiles[0]?.text ?? '')}`
  }
  await writeFile(join(outDir, 'inglenook.js'), await loader('inglenook/'))
  await writePinned(folder, await loader('./'))
}

/** As esbuild's `define` takes them. */
export const quoted = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]))

function named(name: string, files: readonly string[]): string {
  const file = files.find((one) => new RegExp(`^${name}-[A-Z0-9]{8}\\.js$`).test(one))
  if (file === undefined) throw new Error(`esbuild did not say where ${name} is`)
  return file
}

const sources = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(WIDGET, file)]))

/** A language's file has all its words; each part of them is a module. */
const partOfWords: Plugin = {
  name: 'part-of-words',
  setup(build) {
    build.onResolve({ filter: /^(words|later|entering):/ }, ({ path }) => ({ path, namespace: 'part' }))
    build.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => {
      const [part, tag] = path.split(':')
      return {
        contents: `export { ${part} } from ${JSON.stringify(`./${tag}.ts`)}`,
        loader: 'ts',
        resolveDir: join(WIDGET, 'words'),
      }
    })
  },
}
