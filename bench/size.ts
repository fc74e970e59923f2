/**
 * `npm run bench:size`: download sizes, measured on the built files. Exits with 1 if something is over its budget, and warns
 * about a budget that is nearly full. Build first.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { BYTE_BUDGETS, verdict, type Verdict } from './budgets.ts'
import { compressed, NOTHING, together, type Compressed } from './compressed.ts'
import { staticImports } from './imports.ts'

const DIST = path.join(import.meta.dirname, '../dist')

const folder = path.join(DIST, 'assets/inglenook')
const names = await readdir(folder)
/** The one module with this name and a hash. */
const module = (name: string) => {
  const [found, ...others] = names.filter((each) => new RegExp(`^${name}-[A-Z0-9]{8}\\.js$`).test(each))
  if (found === undefined || others.length > 0) throw new Error(`${folder} does not have exactly one ${name}-….js`)
  return path.join(folder, found)
}
const languages = names.flatMap((name) => /^([a-z]{2}(?:-[A-Z]{2})?)-turns-/.exec(name)?.[1] ?? [])
if (languages.length === 0) throw new Error(`${folder} has no language's words`)

const loader = path.join(DIST, 'assets/inglenook.js')
const largest = await mostOf(languages.map((tag) => [module(tag)]))
const panel = [loader, ...(await staticImports(module('panel'))), ...largest]
const later = [module('turns'), module('stream'), ...(await mostOf(languages.map((tag) => [module(`${tag}-turns`)])))]
const markdown = [module('markdown')]
const rows = [
  await row('loader, before any interaction', [loader], BYTE_BUDGETS.loader),
  await row('everything until the panel can be used', panel, BYTE_BUDGETS.usable),
  await row('what it fetches right after that', later, null),
  await row('Markdown renderer, with the first answer', markdown, null),
  await row('everything until the first Markdown answer', [...panel, ...later, ...markdown], BYTE_BUDGETS.answered),
  await row('formulas, with the first of them', [module('formulas')], BYTE_BUDGETS.formulas),
  await row(
    'the menu, when it is opened first',
    [module('menu'), ...(await mostOf(languages.map((tag) => [module(`${tag}-menu`)])))],
    null,
  ),
  await row('the page that goes with a question, on sites that want it', [module('page-context')], null),
  await row('code colours; names of entities, with the first of each', [module('highlight'), module('entities')], null),
  await row(
    'the largest language, both parts',
    await mostOf(languages.map((tag) => [module(tag), module(`${tag}-turns`)])),
    null,
  ),
  await row(
    'bot check or proof of identity, where a site asks for it',
    [module('challenge'), ...(await mostOf(languages.map((tag) => [module(`${tag}-challenge`)])))],
    null,
  ),
  await row(
    'what a teaser, or a chat inside the page, also needs',
    [path.join(DIST, 'assets/inglenook/extras.js')],
    null,
  ),
  await row('the check, when a page is opened with its link', [module('check')], null),
  await row('Worker, everything', [path.join(DIST, 'worker/index.js')], BYTE_BUDGETS.worker),
]
console.table(Object.fromEntries(rows))
console.log(`Until the panel can be used: ${panel.map((file) => path.basename(file)).join(', ')}`)
for (const [name, { gzip, budget, verdict }] of rows) {
  if (verdict === 'nearly full') console.warn(`Nearly full: ${name}, ${gzip} of ${budget} bytes. See CONTRIBUTING.md.`)
  if (verdict !== 'over') continue
  console.error(`Over budget: ${name}, ${gzip} of ${budget} bytes. See CONTRIBUTING.md.`)
  process.exitCode = 1
}

interface Sizes extends Compressed {
  budget: number | null
  verdict: Verdict | null
}

/** Each file is downloaded separately, so each is compressed separately. */
async function row(name: string, files: readonly string[], budget: number | null): Promise<[string, Sizes]> {
  let sum = NOTHING
  for (const file of files) sum = together(sum, compressed(await readFile(file)))
  return [name, { ...sum, budget, verdict: budget === null ? null : verdict(sum.gzip, budget) }]
}

/** Of several sets of files, the largest. */
async function mostOf(sets: readonly string[][]): Promise<string[]> {
  let most: string[] = []
  let bytes = 0
  for (const files of sets) {
    const [, { gzip }] = await row('', files, null)
    if (gzip > bytes) [most, bytes] = [files, gzip]
  }
  return most
}
