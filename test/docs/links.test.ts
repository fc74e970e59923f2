/** No link of the documentation leads nowhere, and no picture is shown nowhere. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { PAGES, read, ROOT } from '../support/texts/docs.ts'

/** Fences and code spans hold no links. */
const prose = (text: string): string => text.replaceAll(/^\s*```.*?^\s*```\s*$/gms, '').replaceAll(/`[^`\n]*`/g, '')

const linksIn = (text: string): string[] => [
  ...[...prose(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, to = '']) => to),
  ...[...prose(text).matchAll(/(?:href|src)="([^"]+)"/g)].map(([, to = '']) => to),
]

/** As GitHub makes them: lower case, no punctuation, hyphens for blanks. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

const anchorsIn = (text: string): Set<string> => {
  const headings = text.replaceAll(/^\s*```.*?^\s*```\s*$/gms, '').matchAll(/^#{1,6} (.+)$/gm)
  const ids = text.matchAll(/<a id="([^"]+)">/g)
  return new Set([...[...headings].map(([, heading = '']) => slug(heading)), ...[...ids].map(([, id = '']) => id)])
}

/** What is wrong with a link; empty when nothing is. */
function fault(file: string, link: string, text: string): string {
  if (/^[a-z]+:/i.test(link)) return /^(https:|mailto:)/.test(link) && URL.canParse(link) ? '' : 'no address'
  const [to = '', anchor] = link.split('#')
  const place = path.join(ROOT, path.dirname(file), decodeURIComponent(to))
  if (to !== '' && !existsSync(place)) return 'there is no such file'
  if (anchor === undefined) return ''
  const target =
    to === '' ? text : statSync(place).isFile() && to.endsWith('.md') ? read(path.relative(ROOT, place)) : ''
  return anchorsIn(target).has(anchor) ? '' : 'there is no such heading'
}

test.for(PAGES)('every link of %s works', (file) => {
  const text = read(file)
  const faults = linksIn(text).map((link) => [link, fault(file, link, text)])
  expect(faults.filter(([, why]) => why)).toEqual([])
})

test('there are many links, and a broken one would be found', () => {
  expect(PAGES.flatMap((file) => linksIn(read(file))).length).toBeGreaterThan(80)
  expect(fault('docs/api.md', 'nowhere.md', '')).not.toBe('')
  expect(fault('docs/api.md', 'embed.md#nowhere', '')).not.toBe('')
  expect(fault('docs/api.md', '#there', '# There')).toBe('')
  expect(fault('docs/api.md', 'http://insecure.example', '')).not.toBe('')
})

test('every picture is used and is small', () => {
  const shown = new Set(
    PAGES.flatMap((file) => linksIn(read(file)).map((link) => path.posix.join(path.posix.dirname(file), link))),
  )
  const pictures = readdirSync(path.join(ROOT, 'docs/pictures')).map((name) => `docs/pictures/${name}`)
  expect(pictures.filter((picture) => !shown.has(picture))).toEqual([])
  expect(pictures.filter((picture) => statSync(path.join(ROOT, picture)).size > 200_000)).toEqual([])
})

test('every page of docs/ can be reached from its index', () => {
  const links = linksIn(read('docs/README.md'))
  const listed = new Set(links.map((link) => path.posix.join('docs', link.split('#')[0] ?? '')))
  expect(PAGES.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md' && !listed.has(file))).toEqual([])
})
