/** `npm run build`: everything that is deployed, and the package for npm, into dist/. */
import path from 'node:path'
import { buildPackage } from './package.ts'
import { buildSchema } from './schema.ts'
import { buildWidget } from './widget.ts'
import { buildWorker } from './worker.ts'

const DIST = path.join(import.meta.dirname, '../dist')

await Promise.all([
  buildWorker(DIST),
  buildWidget(path.join(DIST, 'assets')),
  buildSchema(path.join(DIST, 'assets')),
  buildPackage(path.join(DIST, 'package')),
])
