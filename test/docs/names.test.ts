/** What the documentation names is there: commands, files, addresses, settings, codes. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { errorsTable } from '../../build/docs/errors-table.ts'
import { COLOR_SCHEMES } from '../../protocol/color-scheme.ts'
import { FAILURES } from '../../protocol/failure.ts'
import { LANGUAGES } from '../../widget/words/words.ts'
import { DIALECT_NAMES } from '../../worker/providers/dialects.ts'
import { PAGES, read, ROOT } from '../support/texts/docs.ts'
import { ROUTES } from '../support/api/routes.ts'

const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
/** npm's own, without `run`. */
const OWN: ReadonlySet<string> = new Set(['start', 'test'])

const found = (pattern: RegExp, take: (file: string, name: string) => boolean): string[] =>
  PAGES.flatMap((file) =>
    [...read(file).matchAll(pattern)].flatMap(([, name = '']) => (take(file, name) ? [`${file}: ${name}`] : [])),
  )

test('every `npm run` names a script', () => {
  expect(found(/\bnpm run ([\w:-]+)/g, () => true).length).toBeGreaterThan(20)
  expect(found(/\bnpm run ([\w:-]+)/g, (_, name) => !Object.hasOwn(scripts, name))).toEqual([])
  expect(found(/\bnpm (start|test)\b/g, (_, name) => !OWN.has(name) || !Object.hasOwn(scripts, name))).toEqual([])
})

test('every named file exists', () => {
  const named = /`((?:protocol|worker|widget|console|demo|build|bench|test|docs)\/[\w./-]+\.(?:tsx?|md|css|html))`/g
  const isThere = (_: string, name: string) => existsSync(path.join(ROOT, name))
  expect(found(named, () => true).length).toBeGreaterThan(60)
  expect(found(named, (file, name) => !isThere(file, name))).toEqual([])
})

test('every address of the API is a route', () => {
  const known = new Set(ROUTES.map(({ method, pattern }) => `${method} ${shape(pattern)}`))
  const named = /\b((?:GET|POST|PUT|DELETE) \/v1\/[^\s`"'?]*)/g
  expect(found(named, () => true).length).toBeGreaterThan(15)
  expect(found(named, (_, name) => !name.includes('…') && !name.includes('*') && !known.has(shape(name)))).toEqual([])
})

/** Names of parameters, and their values, make no difference. */
const shape = (address: string): string =>
  address
    .replaceAll(/:\w+\+?|\{\w+\}|<\w+>/g, ':')
    .replace(/\/sites\/(acme|demo|shop)\b/, '/sites/:')
    .replace(/\/turns\/[0-9a-f-]{36}/, '/turns/:')

test('docs/embed.md lists every language and every colour scheme', () => {
  const listed = (attribute: string) =>
    read('docs/embed.md').match(new RegExp(`\\| \`${attribute}\` \\| ([^;|]+)`))?.[1]
  expect(listed('data-locale')).toBe(`\`${Object.keys(LANGUAGES).join(' ')}\``)
  expect(listed('data-theme')).toBe(COLOR_SCHEMES.map((scheme) => `\`${scheme}\``).join(', '))
})

test('docs/providers.md and wrangler.toml list every dialect', () => {
  const [, chapter = ''] = read('docs/providers.md').split('## Dialects')
  const [, rows = ''] = chapter.split('| --- | --- | --- |')
  expect([...rows.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name)).toEqual(DIALECT_NAMES)
  expect(read('wrangler.toml')).toContain(` ${DIALECT_NAMES.join(' ')};`)
})

test('every code in a table of codes is a failure code', () => {
  const rows = /^\| (?:<a id="\w+"><\/a>)?`([a-z]+(?:_[a-z]+)+)` \| \d{3}/gm
  expect(found(rows, () => true).length).toBeGreaterThan(50)
  expect(found(rows, (_, code) => !Object.hasOwn(FAILURES, code))).toEqual([])
})

test('docs/errors.md is what `npm run docs:errors` writes, and has every code', () => {
  expect(read('docs/errors.md')).toBe(errorsTable())
  expect(Object.keys(FAILURES).filter((code) => !errorsTable().includes(`<a id="${code}">`))).toEqual([])
})
