/** `npm run build`: everything that is deployed, into dist/. */
import path from 'node:path'
import { buildWidget } from './widget.ts'
import { buildWorker } from './worker.ts'

const DIST = path.join(import.meta.dirname, '../dist')

await Promise.all([buildWorker(DIST), buildWidget(path.join(DIST, 'assets'), { minify: true })])
