/** The secrets of a local run: made once, kept, never in what is printed. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecrets } from '../../demo/secrets.ts'

const OWNER_KEY = /^ik-[\w-]{43}$/
const SESSION_KEYS = /^k1:[\w-]{43}$/

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const read = () => readSecrets(path.join(folder, '.dev.vars'), path.join(folder, 'state'))

test('without a file, one is created that only its user can read, and it stays the same', async () => {
  const { values, notes } = await read()
  expect(values).toEqual({
    SESSION_KEYS: expect.stringMatching(SESSION_KEYS),
    OWNER_KEY: expect.stringMatching(OWNER_KEY),
  })
  expect((await stat(path.join(folder, '.dev.vars'))).mode & 0o777).toBe(0o600)
  expect(notes).toHaveLength(1)
  for (const secret of Object.values(values)) expect(notes.join()).not.toContain(secret)
  expect(await read()).toEqual({ values, notes: [], ownerKeyFile: path.join(folder, '.dev.vars') })
})

test('an existing file is left unchanged; missing values are kept in the state folder', async () => {
  const text = 'OPENAI_API_KEY=sk-mine\nSESSION_KEYS=k9:theirs\n'
  await writeFile(path.join(folder, '.dev.vars'), text)
  const { values, notes, ownerKeyFile } = await read()
  expect(await readFile(ownerKeyFile, 'utf8')).toBe(values['OWNER_KEY'])
  expect(values).toEqual({
    OPENAI_API_KEY: 'sk-mine',
    SESSION_KEYS: 'k9:theirs',
    OWNER_KEY: expect.stringMatching(OWNER_KEY),
  })
  expect(notes).toEqual([expect.stringMatching(/has no OWNER_KEY.*owner-key/)])
  expect(notes.join()).not.toContain(values['OWNER_KEY'])
  expect((await read()).values).toEqual(values)
  expect(await readFile(path.join(folder, '.dev.vars'), 'utf8')).toBe(text)
})

test('a value in the file overrides the stored one', async () => {
  await writeFile(path.join(folder, '.dev.vars'), '')
  await read()
  const mine = `ik-mine-${'0123456789abcdef'.repeat(2)}`
  await writeFile(path.join(folder, '.dev.vars'), `OWNER_KEY=${mine}\n`)
  const { values, notes } = await read()
  expect(values['OWNER_KEY']).toBe(mine)
  expect(notes.join()).not.toContain('characters')
})

test('an owner key that is too short for the Worker is reported at the start, without printing it', async () => {
  await writeFile(path.join(folder, '.dev.vars'), 'OWNER_KEY=ik-mine\n')
  const { notes } = await read()
  expect(notes.join()).toContain('fewer than 32 characters')
  expect(notes.join()).not.toContain('ik-mine')
})
