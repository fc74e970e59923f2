/** `npm run build`: everything that is deployed, and the package for npm, into dist/. */
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { buildConsole } from './console.ts'
import { writeHeaders } from './headers.ts'
import { buildOpenApi } from './openapi.ts'
import { buildPackage } from './package.ts'
import { writeRelease } from './release.ts'
import { replaceFolder } from './replace-folder.ts'
import { buildSchema } from './schema.ts'
import { buildWidget } from './widget.ts'
import { buildWorker } from './worker.ts'

const ROOT = path.join(import.meta.dirname, '..')

// Next to dist/, so that source maps contain the same paths; empty, so that nothing of an earlier build is deployed.
const fresh = await mkdtemp(path.join(ROOT, '.dist-'))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    rmSync(fresh, { recursive: true, force: true })
    process.exit(1)
  })
}
try {
  const assets = path.join(fresh, 'assets')
  await Promise.all([
    buildWorker(fresh),
    buildWidget(assets),
    buildConsole(assets),
    writeHeaders(assets),
    buildSchema(assets),
    buildOpenApi(assets),
    buildPackage(path.join(fresh, 'package')),
  ])
  await writeRelease(assets)
  await replaceFolder(path.join(ROOT, 'dist'), fresh)
} finally {
  // If one part fails, the others may still be writing.
  await rm(fresh, { recursive: true, force: true, maxRetries: 5 })
}
