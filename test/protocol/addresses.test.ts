/** What is true of the table of addresses, and that paths which are written out elsewhere are in it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { API } from '../../protocol/api.ts'
import type { Address } from '../../protocol/api/address.ts'
import { FRONT, PUBLIC_SITE, SESSION } from '../../protocol/api/visitors.ts'
import { OWNER } from '../../protocol/api/owner.ts'
import { pathOf } from '../../protocol/api/path-of.ts'
import { PROGRAMS } from '../../protocol/api/programs.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const ADDRESSES = Object.values<Address>(API)
/** The widget has no bytes for a table. The other two start before anything is built, and call as a stranger would. */
const FOLDERS = ['widget', 'demo', 'deploy']

const shapeOf = (address: string) => address.replaceAll(/:\w+\+?/g, ':')
const shapes = ADDRESSES.map((address) => shapeOf(address.path))

/** Paths in quotes; a part that is filled in is `:`. */
function pathsIn(source: string): string[] {
  const filled = source
    .replaceAll(/\$\{(?:turnPath\(\w+\))\}/g, '/v1/turns/:')
    .replaceAll(/\$\{sitePath\}/g, '/v1/sites/:')
    .replaceAll(/\$\{[^{}]*\}/g, ':')
  return [...filled.matchAll(/['"`:](\/v1\/[^'"`\s?]*)/g)].map(([, found = '']) =>
    found.replace(/\/sites\/(demo|acme|nobody)\b/, '/sites/:'),
  )
}

/** A path may be the beginning of others: `/v1/turns/:` is put before `/stop`. */
const isKnown = (found: string) => shapes.some((shape) => shape === found || shape.startsWith(`${found}/`))

test('no name and no method with its path is in the table twice', () => {
  const tables = [FRONT, PUBLIC_SITE, SESSION, OWNER, PROGRAMS].map((table) => Object.keys(table).length)
  expect(ADDRESSES).toHaveLength(tables.reduce((sum, size) => sum + size))
  expect(new Set(ADDRESSES.map((one) => `${one.method} ${shapeOf(one.path)}`)).size).toBe(ADDRESSES.length)
})

test('everything under /v1/owner is for the owner, except the two that sign in', () => {
  const open = ADDRESSES.filter((one) => one.path.startsWith('/v1/owner') && one.by !== 'owner')
  expect(open.map(({ method, path, by }) => [method, path, by])).toEqual([
    ['POST', '/v1/owner/session', 'anybody'],
    ['GET', '/v1/owner/session', 'console'],
  ])
})

test.for(FOLDERS)('a path that is written out in %s is in the table', (folder) => {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => path.join(folder, name))
  const found = files.flatMap((file) =>
    pathsIn(readFileSync(path.join(ROOT, file), 'utf8')).map((one) => ({ file, one })),
  )
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter(({ one }) => !isKnown(one)).map(({ file, one }) => `${file}: ${one}`)).toEqual([])
})

test('a path that is not in the table would be found', () => {
  expect(pathsIn('fetch(`${api}/v1/turn/${encodeURIComponent(id)}`)').filter(isKnown)).toEqual([])
  expect(pathsIn("fetch('/v1/turns')")).toEqual(['/v1/turns'])
})

test('a part of a path is encoded when it is filled in', () => {
  expect(pathOf(API.readTranscript.path, { site: 'demo', session: 'a/b' })).toBe(
    '/v1/owner/sites/demo/transcripts/a%2Fb',
  )
  expect(pathOf(API.readModel.path, { id: 'site:demo' })).toBe('/v1/models/site%3Ademo')
})
