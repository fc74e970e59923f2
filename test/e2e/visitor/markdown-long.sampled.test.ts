/** How much work a long answer is, in the real renderer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMarkdownPage, type MarkdownPage } from '../../support/markdown/markdown-page.ts'
import { longAnswer, nonsense, PATHOLOGICAL } from '../../support/markdown/markdown-texts.ts'
import { randomOfRun, sample, times } from '../../support/sampling/sampling.ts'

/** The promise, for parsing and building, is half a second: what misses it is tried again, for the machine may have been busy. */
const PROMISED_MS = 500
const TRIES = 5
/** What fails is what never ends: a machine that tests share may be busy all the time. */
const SLOWEST_MS = 10_000
/** Nothing that is deeper can be read, and layout of deep trees overflows. */
const DEEPEST = 150

let markdown: MarkdownPage

beforeAll(async () => {
  markdown = await openMarkdownPage()
})

afterAll(async () => {
  await markdown?.end()
})

const NASTY = sample(Object.entries(PATHOLOGICAL), 15)

test('hostile texts are rendered in time, and not too deeply', { timeout: 300_000 }, async () => {
  const found: { name: string; kB: number; milliseconds: number; depth: number }[] = []
  for (const [name, text] of NASTY) {
    let [milliseconds, depth] = [Infinity, 0]
    for (let left = TRIES; left > 0 && milliseconds > PROMISED_MS; left -= 1) {
      const tried = await markdown.page.evaluate((text) => globalThis.markdown.time(text), text)
      ;[milliseconds, depth] = [Math.min(milliseconds, tried.milliseconds), tried.depth]
    }
    found.push({ name, kB: Math.round(text.length / 1000), milliseconds: Math.round(milliseconds), depth })
  }
  console.table(found)
  expect(found.filter(({ milliseconds }) => milliseconds > SLOWEST_MS)).toEqual([])
  expect(found.filter(({ depth }) => depth > DEEPEST)).toEqual([])
  expect(markdown.trouble).toEqual([])
})

test('an answer of 80 kB in 2,000 writes creates few nodes beyond those that stay', async () => {
  const grown = await markdown.page.evaluate((text) => globalThis.markdown.grow(text, 2_000), longAnswer(80_000))
  console.log('80 kB of an answer in 2,000 writes', grown)
  expect(grown.made).toBeLessThan(2 * grown.nodes)
})

const SENTENCES = [
  ['plain', 'The quick brown fox jumps over the lazy dog and says nothing about it, '],
  ['with emphasis', 'The *quick* brown fox **jumps** over the `lazy` dog, '],
  ['with something open all the time', 'The [quick brown fox jumps over the lazy dog, '],
] as const

test.for(sample(SENTENCES, 1))(
  'one paragraph of 80 kB in 2,000 writes, %s: little work, and little more for twice as much',
  async ([, sentence]) => {
    const grow = (length: number) =>
      markdown.page.evaluate(({ text, writes }) => globalThis.markdown.grow(text, writes), {
        text: sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length),
        writes: 2_000,
      })
    await grow(40_000)
    const [short, middle, long] = [await grow(40_000), await grow(80_000), await grow(160_000)]
    console.log(`${sentence.slice(0, 12)}… 40, 80, 160 kB:`, short, middle, long)
    expect(middle.made).toBeLessThan(1.5 * middle.nodes)
    expect(long.made).toBeLessThan(6 * short.made)
    // How fast it is, the benchmark says. This only has to tell what never ends from what does.
    expect(long.milliseconds).toBeLessThan(60_000)
  },
)

test('closed blocks and closed list items are never touched again', async () => {
  const before = `# A heading\n\nA paragraph with **words** and [a link](https://a.example).\n\n\`\`\`js\ncode\n\`\`\`\n\n| a | b |\n|---|---|\n| c | d |\n\n> quoted\n\n1. one\n2. two\n3. thr`
  const after = `${before}ee\n4. four\n   - nested\n\nMore **words**.\n\n- another\n- list\n\n---\n\nThe end.`
  const found = await markdown.page.evaluate(({ before, after }) => globalThis.markdown.touched(before, after), {
    before,
    after,
  })
  expect(found.kept).toBe(7)
  expect(found.changed).toEqual([])
})

test('no section of an answer is empty or has more than 16 blocks, even if a block turns out not to be one', async () => {
  const blocks = 'one\n\n'.repeat(32)
  const text = `${blocks}[a]: https://a.example\n`
  const cuts = Array.from({ length: text.length - blocks.length + 1 }, (_, at) => blocks.length + at)
  const grown = await markdown.page.evaluate(({ text, cuts }) => globalThis.markdown.sections(text, cuts), {
    text,
    cuts,
  })
  // While it comes, the definition may be a paragraph: the first of a third section.
  expect(new Set(grown.map(String))).toEqual(new Set(['16,16', '16,16,1']))
  expect(grown.at(-1)).toEqual([16, 16])
})

const TEXTS = times({ sample: 400, all: 3_000 })

test('random text ends in the same DOM in one piece and in many', { timeout: 300_000 }, async () => {
  const random = randomOfRun()
  const texts = Array.from({ length: TEXTS }, () => nonsense(random))
  const different = await markdown.page.evaluate(
    async (all) => {
      const found: string[] = []
      for (const { text, cuts } of all) {
        const different = await globalThis.markdown.differ(text, cuts ?? Array.from(text, (_, at) => at))
        if (different) found.push(`${JSON.stringify(text)}\n${different}`)
      }
      return found.toSorted((one, other) => one.length - other.length).slice(0, 5)
    },
    texts.map((text, at) => ({
      text,
      cuts:
        at % 2 === 0
          ? undefined
          : Array.from({ length: 5 }, () => random.whole(0, text.length)).toSorted((one, other) => one - other),
    })),
  )
  expect(different).toEqual([])
})
