/**
 * `npm run setup`: deploys Inglenook to Cloudflare. `-- --dry-run` prints what it would do. `--yes` asks nothing and reads
 * INGLENOOK_WORKER, INGLENOOK_ORIGINS, INGLENOOK_SITE, OPENAI_BASE_URL, OPENAI_MODEL from the environment, OPENAI_API_KEY from
 * there or from stdin. `--new-owner-key` creates another owner key. `--no-build` deploys dist/ as it is. INGLENOOK_URL is the
 * Worker's address, if it is not on workers.dev. More in docs/deploy.md.
 */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs, promisify } from 'node:util'
import { field } from '../../protocol/record.ts'
import { wranglerAccount } from '../account.ts'
import { USUAL_PATIENCE } from '../doctor/health.ts'
import { askNobody, askPerson } from './questions.ts'
import { dryRun, setUp } from './set-up.ts'
import type { Done } from './steps.ts'
import { Trouble } from '../trouble.ts'
import { wranglerIn } from '../wrangler.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const say = (line: string): void => console.log(line)

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'new-owner-key': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
    },
  })
  // npm starts it in the folder of package.json.
  const folder = process.cwd()
  const environment = process.env
  if (values['dry-run']) return dryRun({ folder, environment, say })
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  if (!isTerminal && !values.yes) {
    throw new Trouble(
      'Setup cannot ask questions, because this is not a terminal.',
      'Set INGLENOOK_ORIGINS and OPENAI_API_KEY (docs/deploy.md has the others) and run `npm run setup -- --yes`.',
    )
  }
  const readStdin = () => (process.stdin.isTTY ? Promise.resolve('') : text(process.stdin))
  await setUp({
    folder,
    environment,
    questions: values.yes ? askNobody({ environment, readStdin }) : askPerson(environment),
    accountOf: (id) =>
      wranglerAccount(
        wranglerIn({ folder, environment: { ...environment, ...(id && { CLOUDFLARE_ACCOUNT_ID: id }) } }),
      ),
    build: values['no-build'] ? async () => ({ already: 'dist/ is used as it is.' }) : build,
    version: String(field(JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')), 'version')),
    say,
    patience: USUAL_PATIENCE,
    isNewOwnerKey: values['new-owner-key'],
  })
}

async function build(): Promise<Done> {
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'build/all.ts')]).catch((error: unknown) => {
    throw new Trouble(
      `The build failed: ${String(field(error, 'stderr')).trim().slice(0, 400)}`,
      'Run `npm ci`, then `npm run build`.',
    )
  })
  return { did: 'The build is in dist/.' }
}

try {
  await run()
} catch (error) {
  const isOption = error instanceof TypeError && String(field(error, 'code')).startsWith('ERR_PARSE_ARGS')
  if (error instanceof Trouble) console.error(`\n  ✘ ${error.message}\n    ${error.remedy}\n`)
  else console.error(isOption ? error.message : error)
  process.exitCode = 1
}
