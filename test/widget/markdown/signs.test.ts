import { describe, expect, test } from 'vitest'
import { signs } from '../../../widget/markdown/signs.ts'

describe('a formula reads as text', () => {
  test.for([
    ['E = mc^2', 'E = mc²'],
    ['x_{1,2}', 'x₁,₂'],
    ['\\frac{a}{b+1}', 'a/(b+1)'],
    ['\\frac12', '1/2'],
    ['\\sqrt{x^2 + 1}', '√(x² + 1)'],
    ['\\sqrt[3]{8}', '∛8'],
    ['\\alpha \\leq \\beta', 'α ≤ β'],
    ['\\sum_{i=1}^{n} i', '∑ᵢ₌₁ⁿ i'],
    ['\\text{if } x \\in \\mathbb{R}', 'if x ∈ ℝ'],
    ['\\mathbb{E}[X]', 'E[X]'],
    ['\\left( a \\right)', '( a )'],
    ['\\unknown{x}', 'unknownx'],
    ['\\sin x', 'sin x'],
    ['\\vec{v}', 'v\u20d7'],
    ['\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}', '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}'],
    ['\\begin{cases} 1 & x>0 \\end{cases}', '\\begin{cases} 1 & x>0 \\end{cases}'],
    ['\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}', 'a = b \nc = d'],
    ['{{{', ''],
    ['\\', '\\'],
  ] as const)('%s', ([tex, text]) => {
    expect(signs.formula(tex)).toBe(text)
  })
})

describe('what is a formula', () => {
  test.for([
    '$5 and $10',
    '$ x $',
    'US$5 or A$6',
    '$20 and you have 30$',
    '$20–30$',
    '$20 — 30$',
    '$1,200-1,500$',
    '$9.99 = 9,99 US$',
    '$5 = 25 R$',
    '$10 = 9.20€ = 10$',
    '$$',
    '\\(\\)',
    '$x',
    '\\[Your Name\\]',
    '\\[YOUR_NAME\\]',
    '\\[first_name\\]',
    '\\[first\\_name\\]',
    '\\[<your name>\\]',
    '\\[{{name}}\\]',
    '\\[Home → Settings\\]',
    '\\[City, State\\]',
    '\\[Date/Time\\]',
    '\\[your-email\\]',
    '\\[姓名\\]',
    '\\[이름\\]',
    '\\[Имя\\]',
    '\\[名\\]',
    '\\[ID\\]',
    '\\[1\\]',
    '\\[x\\]',
    '\\(a\\)',
    '\\(a\\) the first',
    '\\(iv\\) the fourth',
    '\\(1\\)',
    '\\(optional\\)',
    '\\(see below\\)',
    '\\(e.g. tea\\)',
    '\\(AI\\)',
    '\\(555\\) 123-4567',
    '\\(2024\\)',
    'file\\(s\\)',
    '一\\(a\\)',
  ])('%s is none', (text) => {
    expect(signs.formulaAt(text, text.search(/[$\\]/))).toBeUndefined()
  })
  test.for([
    ['$x$', 'x'],
    ['$5-3$', '5-3'],
    ['$100-25$', '100-25'],
    ['$5$', '5'],
    ['$5 = 2 + 3$', '5 = 2 + 3'],
    ['$\\int x = F + C$', '∫ x = F + C'],
    ['$$x$$', 'x'],
    ['\\(x\\)', 'x'],
    ['\\(x < 5\\)', 'x < 5'],
    ['\\(a → b\\)', 'a → b'],
    ['\\(\\{1, 2\\}\\)', '{1, 2}'],
    ['\\(n!\\)', 'n!'],
    ['\\(2x\\)', '2x'],
    ['\\(f(x)\\)', 'f(x)'],
    ['\\(a_1\\)', 'a₁'],
    ['\\(v_{max}\\)', 'vₘₐₓ'],
    ['\\(\\alpha\\)', 'α'],
    ['\\(α\\)', 'α'],
    ['\\(50\\%\\)', '50%'],
    ['\\(\\text{speed} = 5\\)', 'speed = 5'],
    ['\\[2x - 3\\]', '2x - 3'],
    ['\\[price + tax = total\\]', 'price + tax = total'],
    ['\\[E = mc^2\\]', 'E = mc²'],
    ['\\[a \\times b\\]', 'a × b'],
    ['\\[a × b\\]', 'a × b'],
    ['\\[\\text{总价} = 5\\]', '总价 = 5'],
  ] as const)('%s is one', ([text, read]) => {
    expect(signs.formulaAt(text, 0)).toEqual({ text: read, end: text.length })
  })
  test('a letter in brackets is one in a sentence', () => {
    expect(signs.formulaAt('where \\(a\\) is', 6)).toEqual({ text: 'a', end: 11 })
  })
})

test.for([
  ['eacute', 'é'],
  ['Dcaron', 'Ď'],
  ['frac34', '¾'],
  ['AElig', 'Æ'],
  ['alpha', 'α'],
  ['rarr', '→'],
  ['constructor', undefined],
] as const)('&%s;', ([name, sign]) => {
  expect(signs.entity(name)).toBe(sign)
})
