/**
 * `npm run sites -- pull [folder]` and `npm run sites -- push [folder] [--force] [--note <text>]`: personas in git, one file per
 * site. INGLENOOK_URL is the Worker (default: http://localhost:8787), OWNER_KEY its owner's key (default: the one in .dev.vars).
 * Exits with 1 if anything was wrong.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { ownerApi, Refused } from './owner-api.ts'
import { pull } from './sites-pull.ts'
import { push } from './sites-push.ts'

const USAGE = 'npm run sites -- pull|push [folder] [--force] [--note <text>]'
const SECRETS = path.join(import.meta.dirname, '../../.dev.vars')

const say = (line: string): void => console.log(line)

async function run(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false }, note: { type: 'string', default: '' } },
  })
  const [verb, folder = 'personas'] = positionals
  const url = (process.env['INGLENOOK_URL'] || 'http://localhost:8787').replace(/\/+$/, '')
  const ask = ownerApi(url, await ownerKey())
  switch (verb) {
    case 'pull':
      await pull({ ask, folder, schema: `${url}/console/settings.schema.json`, say })
      return true
    case 'push':
      return push({ ask, folder, isForced: values.force, note: values.note, say })
    default:
      say(USAGE)
      return false
  }
}

async function ownerKey(): Promise<string> {
  const { OWNER_KEY } = process.env
  if (OWNER_KEY) return OWNER_KEY
  const text = await readFile(SECRETS, 'utf8').catch(() => '')
  return parseEnv(text)['OWNER_KEY'] ?? ''
}

try {
  if (!(await run())) process.exitCode = 1
} catch (error) {
  // A plain sentence for errors that an owner can fix: a key, an address, a folder, an option.
  const isTold = error instanceof Refused || (error instanceof Error && 'code' in error)
  console.error(isTold ? error.message : error)
  process.exitCode = 1
}
