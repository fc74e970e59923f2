/** Bundles the Worker, for deployment and for `npm start`. */
import path from 'node:path'
import { build } from 'esbuild'

const ENTRY = path.join(import.meta.dirname, '../worker/index.ts')

/** Writes `<outDir>/worker/index.js`, with its source map beside it. */
export async function buildWorker(outDir: string): Promise<void> {
  await build({
    entryPoints: { index: ENTRY },
    outdir: path.join(outDir, 'worker'),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    minify: true,
    sourcemap: 'linked',
    logLevel: 'warning',
  })
}
