/** Restores the stored data of an earlier release, as if it were from yesterday: nothing in it has expired. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { gunzipSync } from 'node:zlib'
import { field, isRecord } from '../../../protocol/record.ts'
import { SESSION_KEYS } from '../running/canaries.ts'
import type { Fixture } from './fixture.ts'
import { readToken, signToken } from '../running/session-token.ts'

const FIXTURES = path.join(import.meta.dirname, '../../fixtures')
const DAY = 24 * 60 * 60 * 1000

/** Each is named after its day and commit; other fixtures are beside them. */
export const RELEASES = (await readdir(FIXTURES)).filter((name) => /^\d{4}-/.test(name)).toSorted()

/** @returns what that release returned, with another expiry of its token. */
export async function readFixture(release: string): Promise<Fixture> {
  const told: Fixture = JSON.parse(await readFile(path.join(FIXTURES, release, 'told.json'), 'utf8'))
  const claims = readToken(told.token)
  const token = await signToken(
    { ...claims, expiresAt: claims.expiresAt + age(told) },
    SESSION_KEYS.split(':')[1] ?? '',
  )
  return { ...told, token, localStorage: told.localStorage.replaceAll(told.token, token) }
}

/** Into the folder that `startWorker` gets as `state`. */
export async function restoreFixture(release: string, state: string): Promise<void> {
  const told: Fixture = JSON.parse(await readFile(path.join(FIXTURES, release, 'told.json'), 'utf8'))
  const [from, to] = [path.join(FIXTURES, release, 'state'), path.join(state, 'v3')]
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const target = path.join(to, path.relative(from, file))
    await mkdir(path.dirname(target), { recursive: true })
    if (entry.name.endsWith('.gz')) {
      const database = target.replace(/\.gz$/, '')
      await writeFile(database, gunzipSync(await readFile(file)))
      postpone(database, age(told))
    } else await cp(file, target)
  }
}

/** A session's object after its storage was dropped: only the history copy has its turns. */
export const dropObjects = (state: string): Promise<void> =>
  rm(path.join(state, 'v3/do/inglenook-Session'), { recursive: true })

const age = ({ token }: Fixture): number => Date.now() - readToken(token).issuedAt - DAY

/** In milliseconds since 1970, except alarms, which are in nanoseconds. */
const ENDS = [
  { table: '_mf_entries', column: 'expiration', unit: 1 },
  { table: '_cf_ALARM', column: 'scheduled_time', unit: 1_000_000 },
  { table: 'sessions', column: 'expiresAt', unit: 1 },
  { table: 'transcripts', column: 'expiresAt', unit: 1 },
]

function postpone(file: string, milliseconds: number): void {
  const database = new DatabaseSync(file)
  const has = (table: string, column: string) =>
    database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').all(table, column).length > 0
  for (const { table, column, unit } of ENDS) {
    if (has(table, column)) database.exec(`UPDATE ${table} SET ${column} = ${column} + ${milliseconds * unit}`)
  }
  if (has('_cf_KV', 'value')) {
    const row = database.prepare("SELECT value FROM _cf_KV WHERE key = 'keeping'").get()
    const bytes = row?.['value']
    const keeping: unknown = bytes instanceof Uint8Array ? deserialize(bytes) : null
    if (isRecord(keeping)) {
      const later = { ...keeping, expiresAt: Number(field(keeping, 'expiresAt')) + milliseconds }
      database.prepare("UPDATE _cf_KV SET value = ? WHERE key = 'keeping'").run(serialize(later))
    }
  }
  database.close()
}
