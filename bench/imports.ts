/** Which built modules are read with another one. Read from the files themselves, by esbuild. */
import path from 'node:path'
import { build } from 'esbuild'

/** The file and everything it imports, directly or not, before it can run. */
export async function staticImports(file: string): Promise<string[]> {
  const reached = [file]
  // Grows while it is walked.
  for (const one of reached) {
    for (const next of await imports(one)) {
      if (!reached.includes(next)) reached.push(next)
    }
  }
  return reached
}

async function imports(file: string): Promise<string[]> {
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
  // What is not beside it, like cloudflare:workers, the runtime has.
  const own = found.filter((one) => one.kind === 'import-statement' && one.path.startsWith('./'))
  return own.map((one) => path.join(path.dirname(file), one.path))
}
