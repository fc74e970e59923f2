/**
 * `npm run bench:size`: what travels, measured on the built files. Ends with 1 when something is over its budget. Build
 * first.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { compressed, NOTHING, together, type Compressed } from './compressed.ts'
import { staticImports } from './imports.ts'

// In bytes of `gzip -9`; 1 kB is 1000 bytes.
const LOADER_BYTES = 2_000
const PANEL_BYTES = 20_000
const MARKDOWN_BYTES = 8_000
const LANGUAGE_BYTES = 2_000
const WORKER_BYTES = 40_000
const OWNER_BYTES = 24_000
const SELDOM_BYTES = 5_000

const DIST = path.join(import.meta.dirname, '../dist')

const folder = path.join(DIST, 'assets/inglenook')
const names = await readdir(folder)
/** The one module that the build has given this name and a hash. */
const module = (name: string) => {
  const [found, ...others] = names.filter((each) => new RegExp(`^${name}-[A-Z0-9]{8}\\.js$`).test(each))
  if (found === undefined || others.length > 0) throw new Error(`${folder} does not hold exactly one ${name}-….js`)
  return path.join(folder, found)
}
const languages = names.flatMap((name) => /^([a-z]{2}(?:-[A-Z]{2})?)-later-/.exec(name)?.[1] ?? [])
if (languages.length === 0) throw new Error(`${folder} holds no language's words`)

const loader = path.join(DIST, 'assets/inglenook.js')
const largest = await mostOf(languages.map((tag) => [module(tag)]))
const panel = [loader, ...(await staticImports(module('panel'))), ...largest]
const later = [module('later'), module('follow'), ...(await mostOf(languages.map((tag) => [module(`${tag}-later`)])))]
const worker = await staticImports(path.join(DIST, 'worker/index.js'))
const rows = [
  await row('loader, before any interaction', [loader], LOADER_BYTES),
  await row('everything until the panel can be used', panel, PANEL_BYTES),
  await row('what it fetches then by itself', later, null),
  await row('Markdown renderer, with the first answer', [module('markdown')], MARKDOWN_BYTES),
  await row('formulas; code colours, with the first of each', [module('signs'), module('highlight')], null),
  await row(
    'the largest language, both parts',
    await mostOf(languages.map((tag) => [module(tag), module(`${tag}-later`)])),
    LANGUAGE_BYTES,
  ),
  await row(
    'bot check or proof of identity, where a site asks for it',
    [module('entering'), ...(await mostOf(languages.map((tag) => [module(`${tag}-entering`)])))],
    null,
  ),
  await row(
    'what a teaser, or a chat that stands in the page, needs besides',
    [path.join(DIST, 'assets/inglenook/extras.js')],
    null,
  ),
  await row('the check, for whoever opens a page with its link', [module('check')], null),
  await row('Worker, read at the start', worker, WORKER_BYTES),
  await row('Worker, read for its owner and for its ledgers', await workerAlso('later'), OWNER_BYTES),
  await row('Worker, read for programs, bot check and identity', await workerAlso('seldom'), SELDOM_BYTES),
]
console.table(Object.fromEntries(rows))
console.log(`Until the panel can be used: ${panel.map((file) => path.basename(file)).join(', ')}`)
if (rows.some(([, { over }]) => over > 0)) {
  console.error('Over budget.')
  process.exitCode = 1
}

interface Sizes extends Compressed {
  budget: number | null
  /** How far gzip is over the budget; 0 within it. */
  over: number
}

/** Each file travels by itself, so each is compressed by itself. */
async function row(name: string, files: readonly string[], budget: number | null): Promise<[string, Sizes]> {
  let sum = NOTHING
  for (const file of files) sum = together(sum, compressed(await readFile(file)))
  return [name, { ...sum, budget, over: budget === null ? 0 : Math.max(0, sum.gzip - budget) }]
}

/** What this module of the Worker needs beyond what is read at the start. */
async function workerAlso(module: 'later' | 'seldom'): Promise<string[]> {
  const folder = path.join(DIST, 'worker')
  const [entry, ...others] = (await readdir(folder)).filter((name) => new RegExp(`^${module}-\\w+\\.js$`).test(name))
  if (entry === undefined || others.length > 0) throw new Error(`${folder} does not hold exactly one ${module}-….js`)
  return (await staticImports(path.join(folder, entry))).filter((file) => !worker.includes(file))
}

/** Of several sets of files the one that needs most. */
async function mostOf(sets: readonly string[][]): Promise<string[]> {
  let most: string[] = []
  let bytes = 0
  for (const files of sets) {
    const [, { gzip }] = await row('', files, null)
    if (gzip > bytes) [most, bytes] = [files, gzip]
  }
  return most
}
