/**
 * The secrets of a local run: `.dev.vars`, the file that wrangler reads too. It is made when there is none and never
 * changed when there is one.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { merge } from './environment.ts'

export interface Secrets {
  values: Record<string, string>
  /** A sentence for the engineer, where something was made. */
  note: string | null
}

export async function readSecrets(file: string, stateFolder: string): Promise<Secrets> {
  const made = await writeOnce(file, `SESSION_KEYS="${newSessionKeys()}"\n`)
  const values = merge(parseEnv(await readFile(file, 'utf8')))
  if (made) return { values, note: `Made ${file} with a random session key.` }
  if (values['SESSION_KEYS']) return { values, note: null }

  // A file somebody wrote is theirs. The key has to outlive this run all the same, or every visitor would lose the
  // session at a restart.
  const keysFile = path.join(stateFolder, 'session-keys')
  await mkdir(stateFolder, { recursive: true })
  await writeOnce(keysFile, newSessionKeys())
  const keys = (await readFile(keysFile, 'utf8')).trim()
  return {
    values: { ...values, SESSION_KEYS: keys },
    note: `${file} has no SESSION_KEYS: using the key kept in ${keysFile}.`,
  }
}

/** `<key id>:<256 random bits>`, as the Worker reads it. */
const newSessionKeys = (): string => `k1:${randomBytes(32).toString('base64url')}`

/** True when it was written, false when there was a file already. */
async function writeOnce(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
