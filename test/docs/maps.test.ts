/** The maps: ARCHITECTURE.md, and a README in each folder that has several ideas. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { read, READMES, ROOT } from '../support/texts/docs.ts'

const linesOf = (file: string): number => read(file).trimEnd().split('\n').length

/** Folders, as a map names them: `session/`. */
const foldersIn = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map(({ name }) => name)

test('ARCHITECTURE.md begins with a picture, fits in 150 lines and leads to every map', () => {
  const text = read('ARCHITECTURE.md')
  expect(text.split('\n').slice(1, 4)).toContain('```text')
  expect(linesOf('ARCHITECTURE.md')).toBeLessThanOrEqual(150)
  expect(READMES.filter((file) => !text.includes(`](${file})`))).toEqual([])
})

test.for(READMES)('%s has 20 to 40 lines', (file) => {
  expect(linesOf(file)).toBeGreaterThanOrEqual(20)
  expect(linesOf(file)).toBeLessThanOrEqual(40)
})

test.for(READMES)('%s names every folder beside it', (file) => {
  const text = read(file)
  const isNamed = (name: string) =>
    text.includes(`\`${name}/`) || text.includes(`/${name}/`) || text.includes(`(${name}/`)
  expect(foldersIn(path.dirname(file)).filter((name) => !isNamed(name))).toEqual([])
})

test('docs/glossary.md names existing places', () => {
  const places = [...read('docs/glossary.md').matchAll(/\| `([\w/.-]+)` \|$/gm)].map(([, place = '']) => place)
  expect(places.length).toBeGreaterThan(15)
  const isThere = (place: string) => {
    const name = path.basename(place)
    return readdirSync(path.join(ROOT, path.dirname(place))).includes(name)
  }
  expect(places.filter((place) => !isThere(place))).toEqual([])
})
