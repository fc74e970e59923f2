/** Files on this machine: the build, and secrets that git and others must not have. */
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { deploymentFile, FOLDER } from '../../deployment-file.ts'
import { OWNER_KEY_CHARACTERS } from '../../../protocol/sizes.ts'
import { hint, well, wrong, type Finding } from './finding.ts'

/** For a Worker on the free plan, compressed: https://developers.cloudflare.com/workers/platform/limits/#worker-size */
export const MOST_BYTES = 3 * 1024 * 1024

export async function checkBuild(folder: string): Promise<Finding> {
  const built = await readFile(path.join(folder, 'dist/worker/index.js')).catch(() => null)
  if (built === null) return hint('build', 'there is no build.', '`npm run build`; `npm run deploy` does it too')
  const bytes = gzipSync(built).length
  const size = `${Math.ceil(bytes / 1024)} KiB of the ${MOST_BYTES / 1024} that a free plan allows`
  if (bytes > MOST_BYTES)
    return wrong('build', `the Worker has ${size}.`, '`npm run bench:size` shows what takes the space')
  return well('build', `the Worker has ${size}.`)
}

/** Files with secrets, and who may read them. */
export async function checkKept(folder: string, worker: string): Promise<Finding[]> {
  const file = deploymentFile(folder, worker)
  const { mode } = await stat(file).catch(() => ({ mode: 0 }))
  const tracked = await promisify(execFile)('git', ['ls-files', '.dev.vars', '.env', FOLDER], { cwd: folder })
    .then(({ stdout }) => stdout.trim().split('\n').filter(Boolean))
    // Not a clone, or no git: then nothing is in it.
    .catch(() => [])
  return [
    tracked.length > 0
      ? wrong(
          'git',
          `${tracked.join(', ')} ${tracked.length > 1 ? 'are' : 'is'} in it, with every secret in there.`,
          `\`git rm --cached ${tracked.join(' ')}\`, and new secrets`,
        )
      : well('git', 'no file with secrets is in it.'),
    (mode & 0o077) !== 0
      ? wrong('owner key', `others on this machine may read ${file}.`, `\`chmod 600 ${file}\``)
      : mode === 0
        ? hint('owner key', `there is no ${file}: nothing was deployed from here under this name.`, '`npm run setup`')
        : well('owner key', `only you can read ${file}.`),
  ]
}

/** The key that `npm start` uses. If it is weak, the deployed key often is too. */
export async function checkLocalKey(folder: string): Promise<Finding> {
  const text = await readFile(path.join(folder, '.dev.vars'), 'utf8').catch(() => '')
  const key = parseEnv(text)['OWNER_KEY'] ?? ''
  if (key && isWeak(key))
    return hint('.dev.vars', 'its OWNER_KEY can be guessed.', 'delete that line: `npm start` creates another key')
  return well('.dev.vars', key ? 'its OWNER_KEY is long.' : 'it has no OWNER_KEY: `npm start` creates one.')
}

/** Too short, or with few different characters: a person has made it up. */
export const isWeak = (key: string): boolean => key.length < OWNER_KEY_CHARACTERS || new Set(key).size < 10
