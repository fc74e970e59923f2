import { describe, expect, test } from 'vitest'
import type { Inline } from '../../../../widget/markdown/inline-node.ts'
import { readFormula } from '../../../../widget/markdown/formulas/mathml.ts'

const written = (node: Inline): string => {
  if (typeof node === 'string') return node
  return `<${node.tag}>${node.children.map(written).join('')}</${node.tag}>`
}
const inWords = (tex: string) => {
  const math = readFormula(tex, false)
  return math && math.children.map(written).join('')
}
/** Every element of a formula. */
const all = (node: Inline | undefined): Exclude<Inline, string>[] =>
  typeof node === 'object' ? [node, ...node.children.flatMap(all)] : []

describe('a formula is MathML', () => {
  test.for([
    ['E = mc^2', '<mrow><mi>E</mi><mo>=</mo></mrow><mrow><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>'],
    ['\\frac{a}{b}', '<mfrac><mi>a</mi><mi>b</mi></mfrac>'],
    ['\\text{if } \\mathbb{R}', '<mrow><mtext>if </mtext><mi>ℝ</mi></mrow>'],
    ['\\alpha', '<mi>α</mi>'],
    ['\\text{总价}', '<mtext>总价</mtext>'],
  ] as const)('%s', ([tex, mathml]) => {
    expect(inWords(tex)?.replaceAll('\u00a0', ' ')).toBe(mathml)
  })

  test.for([
    ['\\sqrt{x^2 + 1}', 'msqrt'],
    ['\\sqrt[3]{8}', 'mroot'],
    ['\\sum_{i=1}^{n} i', 'munderover'],
    ['\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}', 'mtable'],
    ['\\begin{cases} 1 & x>0 \\\\ 0 & \\text{else} \\end{cases}', 'mtable'],
    ['\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}', 'mtable'],
    ['\\ce{2H2 + O2 -> 2H2O}', 'msub'],
    ['\\cancel{x}', 'menclose'],
    ['E = mc^2 \\tag{1}', 'mtext'],
  ] as const)('%s has %s', ([tex, tag]) => {
    const math = readFormula(tex, true)
    expect(math?.attributes['display']).toBe('block')
    expect(all(math).map((node) => node.tag)).toContain(tag)
  })

  test.for(['align', 'equation', 'gather'])('the lines of %s have no numbers', (name) => {
    const of = (environment: string) => readFormula(`\\begin{${environment}} a = b \\end{${environment}}`, true)
    expect(of(name)).toBeDefined()
    expect(of(name)).toEqual(of(`${name}*`))
  })
})

describe('shown as code instead of a formula', () => {
  test.for([
    ['a command that is unknown', '\\unknown{x}'],
    ['an open brace', '\\frac{a}{b'],
    ['a lone backslash', '\\'],
    ['a sign that has no place', 'a & b'],
    ['an environment without its end', '\\begin{pmatrix} a & b'],
    ['a link', '\\href{https://a.example}{x}'],
    ['an address', '\\url{https://a.example}'],
    ['a picture', '\\includegraphics{https://a.example/a.png}'],
    ['HTML', '\\htmlClass{copy}{x}'],
    ['a reference', 'a \\label{b} \\ref{b}'],
    ['a definition', '\\def\\a{b} \\a'],
    ['a definition that grows', `\\def\\a{${'x'.repeat(900)}}${'\\a'.repeat(500)}`],
    ['a command of its own', '\\newcommand{\\a}{b} \\a'],
    ['what is too long', 'x'.repeat(2_001)],
    ['what is too deep', `${'\\frac{'.repeat(60)}1${'}{2}'.repeat(60)}`],
    [
      'what has too many cells',
      `\\begin{array}{${'c'.repeat(400)}}${'&'.repeat(399)}${'\\\\'.repeat(300)}\\end{array}`,
    ],
    ['what takes a minute', `${'\\cancelto{1}{'.repeat(12)}x${'}'.repeat(12)}`],
    ['what takes years', `${'\\llap{'.repeat(200)}x${'}'.repeat(200)}`],
  ] as const)('%s', ([, tex]) => {
    expect(readFormula(tex, false)).toBeUndefined()
    expect(readFormula(tex, true)).toBeUndefined()
  })

  test('the longest formula', () => {
    expect(readFormula('x'.repeat(2_000), false)).toBeDefined()
  })
})

test('an element has no name, address or colour', () => {
  const formulas = [
    '\\color{red} x',
    '\\textcolor{#fff}{x}',
    '\\colorbox{red}{x}',
    '\\fcolorbox{red}{blue}{x}',
    'x \\tag{1}',
  ]
  const elements = formulas.flatMap((tex) => all(readFormula(tex, true)))
  expect(elements.length).toBeGreaterThan(10)
  const names = elements.flatMap(({ attributes, styles = {} }) => [...Object.keys(attributes), ...Object.keys(styles)])
  expect(
    names.filter((name) => /^(?:id|href|style|title|on.*|mathcolor|mathbackground|color|background.*)$/.test(name)),
  ).toEqual([])
})

test('a length is limited to a few letters', () => {
  const space = all(readFormula('a\\hspace{9999em}b', false)).find(({ tag }) => tag === 'mspace')
  expect(space?.attributes['width']).toBe('10em')
})

test('a part that is too wide for a line of text gets its own line; a long formula of short parts does not', () => {
  const sum = Array.from({ length: 21 }, () => 'x').join(' + ')
  expect(readFormula(`\\frac{${sum}}{2}`, false)?.attributes['display']).toBe('block')
  expect(readFormula(sum, false)?.attributes['display']).toBeUndefined()
})
