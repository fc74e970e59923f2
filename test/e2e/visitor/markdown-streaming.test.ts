/** What a visitor sees while an answer is still arriving, and what a screen reader gets. */
import { source, type AxeResults } from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMarkdownPage, type MarkdownPage } from '../../support/markdown/markdown-page.ts'

let markdown: MarkdownPage

beforeAll(async () => {
  markdown = await openMarkdownPage()
})

afterAll(async () => {
  await markdown?.end()
})

const shown = async (pieces: (string | null)[]) => {
  const [html = ''] = await markdown.page.evaluate((pieces) => globalThis.markdown.render([{ pieces }]), pieces)
  return html.replaceAll(/ (?:dir|aria-level|tabindex|target|rel|type)="[^"]*"/g, '')
}

test.for([
  ['an open emphasis', 'a **bold wor', '<p>a <strong>bold wor</strong></p>'],
  ['half a delimiter', 'a **bold*', '<p>a <strong>bold</strong></p>'],
  ['open code', 'a `cod', '<p>a <code>cod</code></p>'],
  ['a link without its address', 'see [the words](https://a.exam', '<p>see the words</p>'],
  ['a link without its end', 'see [the wor', '<p>see the wor</p>'],
  ['an image without its end', 'see ![the wor', '<p>see the wor</p>'],
  ['half an entity', 'a &am', '<p>a </p>'],
  ['a lone dash below a paragraph', 'a\n-', '<p>a</p>'],
  ['a lone number sign', 'a\n\n#', '<p>a</p>'],
  ['a definition', 'a\n\n[b]: https://a.exa', '<p>a</p><p></p>'],
  ['what cannot be an address', 'see [a](one two, three', '<p>see [a](one two, three</p>'],
  ['what cannot be a label', `see [a][${'b '.repeat(40)}`, `<p>see [a]${'b '.repeat(40).trim()}</p>`],
  ['less than', 'a <1 and b<é c<', '<p>a &lt;1 and b&lt;é c</p>'],
  ['half a tag', 'a <b', '<p>a </p>'],
  ['what cannot be a definition', 'a\n\n[b]: words that go on', '<p>a</p><p>[b]: words that go on</p>'],
] as const)('%s is shown calmly', async ([, text, html]) => {
  expect(await shown([text])).toBe(html)
})

test('an open fence is a code block, and the head of a table is a table', async () => {
  expect(await shown(['```js\nlet a'])).toContain('><code>let a\n</code></pre>')
  expect(await shown(['| a | b'])).toContain('<table><thead><tr><th>a</th><th>b</th></tr></thead>')
  expect(await shown(['| a | b', '| a | b |\n', null])).toBe('<p>| a | b |</p>')
})

test('at the end, half-open constructs follow CommonMark', async () => {
  expect(await shown(['a **b `c [d](e', null])).toBe('<p>a **b `c [d](e</p>')
})

const directions = async (pieces: (string | null)[]) => {
  const [html = ''] = await markdown.page.evaluate((pieces) => globalThis.markdown.render([{ pieces }]), pieces)
  return [...html.matchAll(/ dir="([a-z]*)"/g)].map(([, direction]) => direction)
}

test.for([
  ['a paragraph', ''],
  ['a quote', '> '],
  ['quotes in quotes', '> > > '],
  ['a list', '- '],
  ['lists in lists', '- 1. - '],
  ['a quote in a list', '- > '],
  ['a heading', '# '],
  ['a cell of a table', '|a|\n|-|\n|'],
  ['another part of a list', '- b\n- c\n\n  '],
] as const)('the direction of %s is fixed while a long text grows in it', async ([, begin]) => {
  const short = `${begin}a`
  // Chromium looks for the direction of all that is inside with every node that comes: its time would be the square of the length.
  const long = short + 'a\\*'.repeat(3_000) + '*b* '.repeat(50)
  expect(await directions([short])).toEqual(['auto'])
  expect(await directions([short, long, `${long}c`])).toEqual(['ltr'])
  expect(await directions([short, long, `${long}c`, null])).toEqual(['auto'])
})

test('a long text that arrives at once has the direction of its first letter, before its end and after', async () => {
  expect(await directions(['*א* '.repeat(100)])).toEqual(['rtl'])
  expect(await directions(['*א* '.repeat(100), null])).toEqual(['auto'])
})

test('a different text starts again', async () => {
  expect(await shown(['first **text', 'second', null])).toBe('<p>second</p>')
})

test('a later definition turns earlier text into links', async () => {
  expect(await shown(['[a] and [b][a]\n\nmore', '[a] and [b][a]\n\nmore\n\n[a]: https://a.example\n', null])).toContain(
    '<a href="https://a.example">a<span class="host" data-host="a.example"></span></a> and <a href="https://a.example">b<span',
  )
})

test('an image is shown only from a host that the owner named, over https', async () => {
  const text =
    '![a](https://pictures.example/a.png) ![b](https://thief.example/b.png) ![c](http://pictures.example/c.png)'
  const [html = ''] = await markdown.page.evaluate(
    (text) => globalThis.markdown.render([{ pieces: [text, null], imageHosts: ['pictures.example'] }]),
    text,
  )
  expect(html.match(/<img[^>]*>/g)).toEqual([
    '<img alt="a" loading="lazy" referrerpolicy="no-referrer" src="https://pictures.example/a.png">',
  ])
  expect(html).toContain('class="chip"')
})

test('axe finds nothing in an answer', async () => {
  await shown([
    '# A\n\n- [x] b\n- [ ] c\n\n1. d\n\n| e | f |\n|---|---|\n| g | h |\n\n```js\nlet i = 1\n```\n\n> j [k](https://l.example)\n\n$$\nm^2\n$$',
    null,
  ])
  await markdown.page.evaluate(source)
  const { violations, passes } = await markdown.page.evaluate<AxeResults>(
    `axe.run('.answer', { rules: { region: { enabled: false } } })`,
  )
  expect(passes.length).toBeGreaterThan(5)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
})
