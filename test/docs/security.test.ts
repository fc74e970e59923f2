/** SECURITY.md claims what a test shows, and says where nothing does. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')
/** Without its comments: they hold no claims yet. */
const PAGE = readFileSync(path.join(ROOT, 'SECURITY.md'), 'utf8').replace(/<!--.*?-->/gs, '')

const PROOF = /`(test\/\S+\.test\.ts) › ([^`]+)`/g
/** Whoever reads a row should not take it for a claim. */
const NO_CLAIM = /\*not (ours|promised)\*/

const proofs = (text: string) => [...text.matchAll(PROOF)].map(([, file = '', title = '']) => ({ file, title }))

function section(text: string, title: string): string {
  const [, rest = ''] = text.split(`\n## ${title}\n`)
  return rest.split('\n## ')[0] ?? ''
}

/** The items of its lists and the rows of its tables, the heads of those left out. */
const claims = (text: string): string[] => [
  ...[...text.matchAll(/^- .+(\n {2}.+)*/gm)].map(([item]) => item),
  ...[...text.matchAll(/^\| .+$/gm)].map(([row]) => row).filter((row) => !/^\| (---|risk|chapter)/.test(row)),
]

const unproved = (text: string): string[] =>
  claims(text).filter((claim) => proofs(claim).length === 0 && !NO_CLAIM.test(claim))

/** What is named and is not there: a file, or the title of a test, of a group or of a row in it. */
const missing = (text: string): string[] =>
  proofs(text).flatMap(({ file, title }) => {
    const place = path.join(ROOT, file)
    if (!existsSync(place)) return [`${file} is not there`]
    const isThere = [`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) =>
      readFileSync(place, 'utf8').includes(quoted),
    )
    return isThere ? [] : [`${file} has no “${title}”`]
  })

const THREATS = 'Attackers, what stops them, what remains'
const LLM = 'OWASP Top 10 for LLM applications, 2025'
const ASVS = 'OWASP ASVS 5.0'

test('every named test exists', () => {
  expect(proofs(PAGE).length).toBeGreaterThan(60)
  expect(missing(PAGE)).toEqual([])
})

test.for([THREATS, LLM, ASVS])('every claim names its proof: %s', (title) => {
  expect(claims(section(PAGE, title)).length).toBeGreaterThanOrEqual(10)
  expect(unproved(section(PAGE, title))).toEqual([])
})

test('the ten risks and the seventeen chapters are all covered', () => {
  const first = (title: string) => claims(section(PAGE, title)).map((row) => row.split(' ')[1])
  const count = (name: string, most: number, digits = 1) =>
    Array.from({ length: most }, (_, index) => name + String(index + 1).padStart(digits, '0'))
  expect(first(LLM)).toEqual(count('LLM', 10, 2))
  expect(first(ASVS)).toEqual(count('V', 17))
})

test('every kind of attacker has a remaining risk', () => {
  const attackers = section(PAGE, THREATS).split('\n### ').slice(1)
  expect(attackers.length).toBeGreaterThanOrEqual(7)
  expect(attackers.filter((attacker) => !attacker.includes('*Remains.*'))).toEqual([])
})

describe('the check would find', () => {
  test('a claim without a proof', () => {
    expect(unproved('- Nothing can happen.\n- This `test/structure/imports.test.ts › there is no cycle`')).toEqual([
      '- Nothing can happen.',
    ])
    expect(unproved('| V1 encoding | all of it | – |')).toHaveLength(1)
  })

  test('a missing file and a missing title', () => {
    expect(missing('`test/api/gone.test.ts › there is no cycle`')).toEqual(['test/api/gone.test.ts is not there'])
    expect(missing('`test/structure/imports.test.ts › there is a cycle`')).toHaveLength(1)
  })
})
