/** `npm run build`: everything that is deployed, and the package for npm, into dist/. */
import path from 'node:path'
import { buildConsole } from './console.ts'
import { writeHeaders } from './headers.ts'
import { buildPackage } from './package.ts'
import { buildSchema } from './schema.ts'
import { buildWidget } from './widget.ts'
import { buildWorker } from './worker.ts'

const DIST = path.join(import.meta.dirname, '../dist')

const ASSETS = path.join(DIST, 'assets')

await Promise.all([
  buildWorker(DIST),
  buildWidget(ASSETS),
  buildConsole(ASSETS),
  writeHeaders(ASSETS),
  buildSchema(ASSETS),
  buildPackage(path.join(DIST, 'package')),
])
