/**
 * The secrets of a local run: `.dev.vars`, the file that wrangler reads too. It is created if there is none, and never
 * changed if there is one.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { OWNER_KEY_CHARACTERS } from '../protocol/sizes.ts'
import { merge } from './environment.ts'

export interface Secrets {
  values: Record<string, string>
  /** Sentences for the engineer if something was created. They never contain a key. */
  notes: string[]
  /** Where the owner key is stored. */
  ownerKeyFile: string
}

/** What the Worker needs and nobody has to make up. The prefix of each says what it is for: signing, calling. */
const MADE: readonly { name: string; keptIn: string; make: () => string }[] = [
  { name: 'SESSION_KEYS', keptIn: 'session-keys', make: makeSessionKey },
  { name: 'OWNER_KEY', keptIn: 'owner-key', make: makeOwnerKey },
]

export async function readSecrets(file: string, stateFolder: string): Promise<Secrets> {
  const made = await writeOnce(file, MADE.map(({ name, make }) => `${name}="${make()}"\n`).join(''))
  const values = merge(parseEnv(await readFile(file, 'utf8')))
  if (made)
    return { values, notes: [`Created ${file} with a random session key and a random owner key.`], ownerKeyFile: file }

  // A file that somebody wrote is theirs. But the keys have to outlive this run: otherwise every visitor would lose the
  // session at a restart, and every program its access.
  const missing = MADE.filter(({ name }) => !values[name])
  const notes: string[] = []
  const given = values['OWNER_KEY']?.length ?? OWNER_KEY_CHARACTERS
  if (given > 0 && given < OWNER_KEY_CHARACTERS)
    notes.push(
      `The OWNER_KEY in ${file} has fewer than ${OWNER_KEY_CHARACTERS} characters, so the Worker refuses it. Delete that line, and a new key is created.`,
    )
  let ownerKeyFile = file
  for (const { name, keptIn, make } of missing) {
    const kept = path.join(stateFolder, keptIn)
    await mkdir(stateFolder, { recursive: true })
    await writeOnce(kept, make())
    values[name] = (await readFile(kept, 'utf8')).trim()
    if (name === 'OWNER_KEY') ownerKeyFile = kept
    notes.push(`${file} has no ${name}: using the key kept in ${kept}.`)
  }
  return { values, notes, ownerKeyFile }
}

export function makeSessionKey(): string {
  return `k1:${random()}`
}

export function makeOwnerKey(): string {
  return `ik-${random()}`
}

/** 256 bits. */
const random = (): string => randomBytes(32).toString('base64url')

/** True if it was written, false if there was a file already. */
async function writeOnce(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
