/** Bundles the console into `<outDir>/console`: two pages, and their files, whose names contain a hash of their contents. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const CONSOLE = join(import.meta.dirname, '../console')

export async function buildConsole(outDir: string): Promise<void> {
  const folder = join(outDir, 'console')
  await mkdir(folder, { recursive: true })
  const { metafile } = await build({
    entryPoints: {
      console: join(CONSOLE, 'main.tsx'),
      style: join(CONSOLE, 'style.css'),
      preview: join(CONSOLE, 'preview.ts'),
    },
    outdir: join(folder, 'files'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2024',
    charset: 'utf8',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    logLevel: 'warning',
  })
  const names = Object.keys(metafile.outputs).map((file) => basename(file))
  const address = (name: string): string => {
    const found = names.find((one) => one.startsWith(`${name}-`))
    if (found === undefined) throw new Error(`esbuild did not say where ${name} is`)
    return `/console/files/${found}`
  }
  for (const page of ['index.html', 'preview.html']) {
    const text = await readFile(join(CONSOLE, page), 'utf8')
    const filled = text
      .replace('STYLE', address('style'))
      .replace('SCRIPT', address('console'))
      .replace('PREVIEW', address('preview'))
    await writeFile(join(folder, page), filled)
  }
}
