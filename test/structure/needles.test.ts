/** A test that may find what it looks for by chance is a test that fails now and then. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './sources.ts'

/** Short words that a test must not find in a log, in what was sent or in a token: random ids may contain them. */
function shortNeedles(text: string): string[] {
  const literals = (list: string) => [...list.matchAll(/(?<!\()'([^']*)'/g)].map(([, literal = '']) => literal)
  const random = /\b(log|sent|everything|output|printed|token)\b/
  return [
    ...text.matchAll(/()expect\((.*)\)\.not\.toContain\(('[^']*')\)/g),
    ...text.matchAll(/for \(const \w+ of \[(.*)\]\)\s+expect\((.*)\)\.not\.toContain\((\w+)\)/g),
  ]
    .filter(([, , subject = '']) => random.test(subject))
    .flatMap(([, list = '', , needle = '']) => literals(list + needle))
    .filter((literal) => /^[\w+/=-]{1,11}$/.test(literal))
}

test('no test looks for a word that random text may contain by chance', () => {
  const tests = readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  const found = tests
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) =>
      shortNeedles(readFileSync(path.join(ROOT, 'test', name), 'utf8')).map((needle) => `${name}: ${needle}`),
    )
  expect(found).toEqual([])
  const alone = (needle: string) => `expect(worker.log.join()).not.toContain('${needle}')`
  const listed = (needle: string) => `for (const secret of [KEY, '${needle}']) expect(log).not.toContain(secret)`
  for (const planted of [alone, listed]) {
    expect(shortNeedles(planted('ada'))).toEqual(['ada'])
    expect(shortNeedles(planted('ada-of-the-canaries'))).toEqual([])
  }
})
