/** Which built modules a browser fetches with another one. Read from the files themselves, by esbuild. */
import path from 'node:path'
import { build } from 'esbuild'
import type { ImportKind } from 'esbuild'

/** The file and everything it imports, directly or not, before it can run. */
export async function staticImports(file: string): Promise<string[]> {
  const reached = [file]
  // Grows while it is walked.
  for (const one of reached) {
    for (const next of await imports(one, 'import-statement')) {
      if (!reached.includes(next)) reached.push(next)
    }
  }
  return reached
}

/** The modules these files fetch later that hold a language's words: they are named by its tag, as in `zh-CN-8HEXHASH.js`. */
export async function wordsImports(files: readonly string[]): Promise<string[]> {
  const later = await Promise.all(files.map((file) => imports(file, 'dynamic-import')))
  return later.flat().filter((file) => /^[a-z]{2,3}(-[A-Z]{2})?-[A-Z0-9]{8}\.js$/.test(path.basename(file)))
}

async function imports(file: string, kind: ImportKind): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    // Left alone, so that the paths stay as they are written.
    external: ['*'],
    logLevel: 'silent',
  })
  const found = Object.values(metafile.outputs).flatMap((output) => output.imports)
  return found.filter((one) => one.kind === kind).map((one) => path.join(path.dirname(file), one.path))
}
