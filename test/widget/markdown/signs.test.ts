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
    ['{{{', ''],
    ['\\', '\\'],
  ] as const)('%s', ([tex, text]) => {
    expect(signs.formula(tex)).toBe(text)
  })
})

describe('what is a formula', () => {
  test.for(['$5 and $10', '$ x $', 'US$5 or A$6', '$20 and you have 30$', '$$', '\\(\\)', '$x'])(
    '%s is none',
    (text) => {
      expect(signs.formulaAt(text, text.search(/[$\\]/))).toBeUndefined()
    },
  )
  test.for(['$x$', '$$x$$', '\\(x\\)', '\\[x\\]'])('%s is one', (text) => {
    expect(signs.formulaAt(text, 0)).toEqual({ text: 'x', end: text.length })
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
