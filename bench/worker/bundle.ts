/** The Workers that ours is compared with, bundled in the same way. */
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { BENCH } from '../peers.ts'

/** `subjects/<name>.js` with everything it imports. */
export async function bundleSubject(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(BENCH, 'subjects', `${name}.js`)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    minify: true,
    logLevel: 'warning',
  })
  const [file] = outputFiles
  if (!file) throw new Error(`esbuild wrote nothing of ${name}`)
  return file.text
}

/** Bytes. */
export const gzipped = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length
