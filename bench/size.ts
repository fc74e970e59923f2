/**
 * `npm run bench:size`: what travels, measured on the built files. Ends with 1 when something is over its budget. Build
 * first.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { staticImports } from './imports.ts'

// In bytes of `gzip -9`; 1 kB is 1000 bytes.
const LOADER_BYTES = 2_000
const PANEL_BYTES = 20_000
const WORKER_BYTES = 40_000

const DIST = path.join(import.meta.dirname, '../dist')

const loader = path.join(DIST, 'assets/inglenook.js')
const panel = [loader, ...(await panelFiles(path.join(DIST, 'assets/inglenook')))]
const rows = [
  await row('loader, before any interaction', [loader], LOADER_BYTES),
  await row('everything until the panel can be used', panel, PANEL_BYTES),
  await row(
    'and until an answer streams',
    [...panel, ...(await answerFiles(path.join(DIST, 'assets/inglenook')))],
    null,
  ),
  await row(
    'what a teaser, or a chat that stands in the page, needs besides',
    [path.join(DIST, 'assets/inglenook/extras.js')],
    null,
  ),
  await row('Worker bundle', [path.join(DIST, 'worker/index.js')], WORKER_BYTES),
]
console.table(Object.fromEntries(rows))
console.log(`Until the panel can be used: ${panel.map((file) => path.basename(file)).join(', ')}`)
if (rows.some(([, { over }]) => over > 0)) {
  console.error('Over budget.')
  process.exitCode = 1
}

interface Sizes {
  raw: number
  gzip: number
  brotli: number
  budget: number | null
  /** How far gzip is over the budget; 0 within it. */
  over: number
}

/** Each file travels by itself, so each is compressed by itself. */
async function row(name: string, files: readonly string[], budget: number | null): Promise<[string, Sizes]> {
  const sum = { raw: 0, gzip: 0, brotli: 0 }
  for (const file of files) {
    const sizes = await compressed(file)
    sum.raw += sizes.raw
    sum.gzip += sizes.gzip
    sum.brotli += sizes.brotli
  }
  return [name, { ...sum, budget, over: budget === null ? 0 : Math.max(0, sum.gzip - budget) }]
}

async function compressed(file: string) {
  const bytes = await readFile(file)
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  }
}

/** The panel's module, all it imports at once, and the words of the language that needs most. */
async function panelFiles(folder: string): Promise<string[]> {
  const [entry, ...others] = (await readdir(folder)).filter((name) => /^panel-\w+\.js$/.test(name))
  if (entry === undefined || others.length > 0) throw new Error(`${folder} does not hold exactly one panel-….js`)
  const fixed = await staticImports(path.join(folder, entry))

  let most: { files: string[]; bytes: number } = { files: [], bytes: 0 }
  const words = (await readdir(folder)).filter((name) => /^[a-z]{2,3}(-[A-Z]{2})?-[A-Z0-9]{8}\.js$/.test(name))
  if (words.length === 0) throw new Error(`${folder} holds no language's words`)
  for (const name of words) {
    const files = await staticImports(path.join(folder, name))
    const [, { gzip }] = await row(name, files, null)
    if (gzip > most.bytes) most = { files, bytes: gzip }
  }
  return [...fixed, ...most.files]
}

/** What the panel fetches by itself once it can be used: the reader of event streams. */
async function answerFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('follow-')).map((name) => path.join(folder, name))
}
