/**
 * No regular expression of the product takes the square of a text's length, whatever the text is. Engines differ in what they make of
 * them, so it is not their time that is measured: a simple engine counts its steps, and bounds such as {0,2000} count as bounds.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { attacks, stepperOf } from './support/texts/pattern-steps.ts'
import { patternsIn } from './support/texts/source-patterns.ts'

const ROOT = path.join(import.meta.dirname, '..')
const LENGTH = 60
/** Twice the text takes twice the steps. Where it takes the square, it is four times as many. */
const MOST = 3

/** Patterns that would take the square, and what keeps what they read short. */
const SHORT: Readonly<Record<string, string>> = {
  ['(?:[*_~`$]+|[\\\\!]|&#?\\w{0,31}|<(?:[a-z/!][!-;=?-~]{0,62})?|\\bhttps?:?\\/{0,2}|\\bw{2,3}\\.?)$']:
    'It reads the last 64 characters.',
  [String.raw`[ \t]*(?:\n|$)`]: 'It is tried at one place of a definition, and not from there on.',
  [String.raw`(\n\s+at [^\n]+)+\s*$`]: 'It reads the last 5,000 characters of a stack.',
}

const growth = (once: number, twice: number) => (twice === Infinity ? Infinity : twice / once)

function worst(pattern: { source: string; flags: string }): { growth: number; text: string } {
  const { alphabet, steps } = stepperOf(pattern)
  const twice = attacks(alphabet, 2 * LENGTH)
  return attacks(alphabet, LENGTH)
    .map((text, at) => ({ growth: growth(steps(text), steps(twice[at] ?? '')), text: text.slice(0, 20) }))
    .reduce((one, other) => (other.growth > one.growth ? other : one))
}

const sources = globSync('{widget,worker,protocol}/**/*.{ts,tsx}', { cwd: ROOT }).map((file) => ({
  file,
  text: readFileSync(path.join(ROOT, file), 'utf8'),
}))
const written = sources.flatMap(({ file, text }) => patternsIn(text).map((pattern) => ({ file, ...pattern })))

/** Files that put patterns together, and how to have them do so. */
const MADE: Readonly<Record<string, () => Promise<unknown>>> = {
  'widget/markdown/bare-address.ts': () => import('../widget/markdown/bare-address.ts'),
  'widget/markdown/delimiters.ts': () => import('../widget/markdown/delimiters.ts'),
  'widget/markdown/highlight.ts': () => import('../widget/markdown/highlight.ts'),
  'worker/session/context/personal-data.ts': async () =>
    (await import('../worker/session/context/personal-data.ts')).maskPersonalData('a@b.example, 4111 1111 1111 1111'),
  'worker/transcripts/search-text.ts': async () => (await import('../worker/transcripts/search-text.ts')).indexed('a'),
  'worker/transcripts/script-of.ts': async () => (await import('../worker/transcripts/script-of.ts')).scriptOf('a'),
  // One pattern, of a constant, for a header of which browsers and servers limit the length.
  'worker/auth/owner-session.ts': async () => {},
}

/** The patterns that are made while something is done. */
async function made(act: () => Promise<unknown>): Promise<{ source: string; flags: string }[]> {
  const found: { source: string; flags: string }[] = []
  const own = globalThis.RegExp
  globalThis.RegExp = new Proxy(own, {
    construct(_, [source, flags = '']) {
      found.push({ source: String(source), flags: String(flags) })
      return new own(source, flags)
    },
  })
  try {
    await act()
  } finally {
    globalThis.RegExp = own
  }
  return found
}

test('twice the text takes about twice the steps, for every pattern in the code', () => {
  expect(written.length).toBeGreaterThan(200)
  const slow = written
    .filter(({ source }) => !(source in SHORT))
    .map((pattern) => ({ ...pattern, ...worst(pattern) }))
    .filter(({ growth }) => growth > MOST)
  expect(slow).toEqual([])
})

test('and for every pattern that is assembled', async () => {
  const files = sources.filter(({ text }) => /\bRegExp\(/.test(text)).map(({ file }) => file)
  expect(files.toSorted()).toEqual(Object.keys(MADE).toSorted())
  const slow: string[] = []
  let patterns = 0
  for (const [file, act] of Object.entries(MADE)) {
    const all = await made(act)
    patterns += all.length
    slow.push(...all.filter((pattern) => worst(pattern).growth > MOST).map(({ source }) => `${file}: ${source}`))
  }
  expect(patterns).toBeGreaterThanOrEqual(29)
  // Code of more than 5,000 characters is not coloured. In shorter code, strings without an end may take the square.
  expect(slow.filter((one) => !one.startsWith('widget/markdown/highlight.ts: '))).toEqual([])
})

test('patterns listed as short exist, and would be quadratic', () => {
  const named = written.filter(({ source }) => source in SHORT)
  expect(named.map(({ source }) => source).toSorted()).toEqual(Object.keys(SHORT).toSorted())
  expect(named.filter((pattern) => worst(pattern).growth <= MOST)).toEqual([])
})

describe('the step count finds', () => {
  test.for([
    [String.raw` +$`, ''],
    [String.raw`!?\[(.*?)\]\([^)]*\)`, 'g'],
    [String.raw`^[ \t>]*(?:-+)?[ \t]*$`, ''],
    [String.raw`(a+)+$`, ''],
    [String.raw`^(?:a|a)*$`, ''],
    [String.raw`"[^]*?"x`, 'y'],
    [String.raw`(\w+)\s\1=`, 'u'],
  ] as const)('that %s is slow', ([source, flags]) => {
    expect(worst({ source, flags }).growth).toBeGreaterThan(MOST)
  })

  test.for([
    [String.raw`(?<! ) +$`, ''],
    [String.raw`^[ \t>]*(?:-+[ \t]*)?$`, ''],
    [String.raw`\[(?:[^\\[\]]|\\.){1,999}\]`, 'sy'],
    [String.raw`(?:"[^"]*"|'[^']*')+`, 'g'],
  ] as const)('that %s is not', ([source, flags]) => {
    expect(worst({ source, flags }).growth).toBeLessThan(MOST)
  })
})
