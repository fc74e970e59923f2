/** Bundles the Worker, as it is deployed and as `npm start` runs it. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'

const ENTRY = path.join(import.meta.dirname, '../worker/index.ts')

/**
 * Writes `<outDir>/worker/index.js`, what it imports at the start, and what it imports later, each with a source map beside
 * it.
 */
export async function buildWorker(outDir: string, entry = ENTRY): Promise<void> {
  await build({
    entryPoints: { index: entry },
    outdir: path.join(outDir, 'worker'),
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    minify: true,
    sourcemap: 'linked',
    plugins: [wordless],
    logLevel: 'warning',
  })
}

/** What settings are called and what they are for is said in forms and docs; the Worker never says it, and it is 1.4 kB of gzip. */
const wordless: Plugin = {
  name: 'wordless',
  setup(build) {
    build.onLoad({ filter: /\/protocol\/site\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        /v\.(?:title|description)\(\s*'(?:[^'\\]|\\.)*',?\s*\),?|v\.metadata\(\{[^{}]*\}\),?/g,
        '',
      ),
      loader: 'ts',
    }))
  },
}
