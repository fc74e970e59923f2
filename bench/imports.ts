/** Which built modules load together. esbuild reads it from the files themselves. */
import path from 'node:path'
import { build } from 'esbuild'

/** The file and everything it imports, directly or not, before it can run. */
export async function staticImports(file: string): Promise<string[]> {
  const reached = [file]
  // Grows during the loop.
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
    // External, so that the paths stay as they are written.
    external: ['*'],
    logLevel: 'silent',
  })
  const found = Object.values(metafile.outputs).flatMap((output) => output.imports)
  // Imports that are not beside it, like cloudflare:workers, are part of the runtime.
  const own = found.filter((one) => one.kind === 'import-statement' && one.path.startsWith('./'))
  return own.map((one) => path.join(path.dirname(file), one.path))
}
