/** CommonMark's own examples, in the real renderer: the DOM that comes out against the HTML that is expected. */
import { tests } from 'commonmark-spec'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expected, PAGE, rendered, WEB } from '../../support/markdown/markdown-commonmark.ts'
import { openMarkdownPage, type MarkdownPage } from '../../support/markdown/markdown-page.ts'

/** Sections that are not supported, and why. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  'HTML blocks': 'HTML is shown as text: nothing a model says becomes an element of its own choice.',
  'Raw HTML': 'the same, inside a line.',
}
const LEAST_SHARE = 0.9

let markdown: MarkdownPage

beforeAll(async () => {
  markdown = await openMarkdownPage()
})

afterAll(async () => {
  await markdown?.end()
})

const examples = tests.map((example) => ({ ...example, ...expected(example) }))

test('all 652 examples are rendered, and nine tenths of what is supported match CommonMark', async () => {
  expect(examples).toHaveLength(652)
  const found = await markdown.page.evaluate(
    ({ texts, host, base }) =>
      globalThis.markdown.render(texts.map((text) => ({ pieces: [text, null], imageHosts: [host], base }))),
    { texts: examples.map(({ text }) => text), host: WEB, base: PAGE },
  )
  const sections = new Map<string, { examples: number; identical: number; others: string }>()
  const wrong: string[] = []
  examples.forEach(({ section, number, text, html }, at) => {
    const sum = sections.get(section) ?? { examples: 0, identical: 0, others: '' }
    const shown = rendered(found[at] ?? '')
    sum.examples += 1
    if (shown === html) sum.identical += 1
    else {
      sum.others += `${number} `
      if (!(section in UNSUPPORTED))
        wrong.push(`${number} ${section}\n${text}\n  expected ${html}\n  shown    ${shown}`)
    }
    sections.set(section, sum)
  })
  console.table(Object.fromEntries(sections))
  if (process.env['SHOW_OTHERS']) console.log(wrong.join('\n\n'))
  const supported = [...sections].filter(([section]) => !(section in UNSUPPORTED)).map(([, sum]) => sum)
  const all = supported.reduce((sum, { examples }) => sum + examples, 0)
  const identical = supported.reduce((sum, { identical }) => sum + identical, 0)
  console.log(`${identical} of ${all} supported examples are identical (${((100 * identical) / all).toFixed(1)} %)`)
  expect(identical / all).toBeGreaterThanOrEqual(LEAST_SHARE)
})

test('an example that arrives character by character ends in the same DOM', async () => {
  const different = await markdown.page.evaluate(
    async ({ texts, host }) => {
      const found: string[] = []
      for (const text of texts) {
        const different = await globalThis.markdown.differ(
          text,
          [...text].map((_, at) => at),
          [host],
        )
        if (different) found.push(`${text}\n${different}`)
      }
      return found
    },
    { texts: examples.map(({ text }) => text), host: WEB },
  )
  expect(different).toEqual([])
})
