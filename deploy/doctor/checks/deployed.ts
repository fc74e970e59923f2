/** The deployed Worker, from outside: whether it answers, with this key, and as this version. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refused, type Ask } from '../../../build/sites/owner-api.ts'
import { field } from '../../../protocol/record.ts'
import { healthProblem, NO_PATIENCE } from '../health.ts'
import { remedyFor } from '../real-turn.ts'
import { isWeak } from './files.ts'
import { hint, well, wrong, type Finding } from './finding.ts'

export async function checkHealth(url: string): Promise<Finding> {
  const problem = await healthProblem(url, NO_PATIENCE)
  if (problem === null) return well('health', `${url} answers.`)
  return wrong(
    'health',
    problem,
    'check `npx wrangler tail` and the Worker’s page in the dashboard; `npm run deploy` restores it',
  )
}

/** Every version of the chat has its own loader, whose name is a hash of its contents. */
export async function checkVersion(url: string, folder: string): Promise<Finding> {
  const own: unknown = await readFile(path.join(folder, 'dist/assets/inglenook/embed.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => null)
  const theirs: unknown = await fetch(`${url}/inglenook/embed.json`, { signal: AbortSignal.timeout(10_000) })
    .then((response) => response.json())
    .catch(() => null)
  const version = field(theirs, 'version')
  if (typeof version !== 'string') {
    return wrong('version', 'the chat’s files are not there: the Worker was deployed without them.', '`npm run deploy`')
  }
  if (own === null)
    return hint('version', `${version} is deployed; there is no build here to compare it with.`, '`npm run build`')
  if (field(own, 'url') === field(theirs, 'url'))
    return well('version', `${version} is deployed, with the chat of this build.`)
  return hint(
    'version',
    `${version} is deployed, with a different chat from this build of ${String(field(own, 'version'))}.`,
    '`npm run deploy`',
  )
}

/** Whether the Worker knows the key, and its own providers. */
export async function checkKey(ask: Ask): Promise<Finding> {
  try {
    await ask('readSetup', {})
    return well('owner key', 'the Worker accepts it.')
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const remedy =
      error.code === 'invalid_api_key'
        ? 'OWNER_KEY in the environment, or `npm run setup -- --new-owner-key`'
        : remedyFor(error.code)
    return wrong('owner key', `${error.code}: ${error.message}`, remedy)
  }
}

export const checkStrength = (key: string): Finding =>
  isWeak(key)
    ? wrong(
        'owner key',
        'it can be guessed, and anyone who has it can read every transcript.',
        '`npm run setup -- --new-owner-key`',
      )
    : well('owner key', 'it is long enough.')
