import { describe, expect, test } from 'vitest'
import { formulaAt } from '../../../../widget/markdown/formulas/formula.ts'

describe('a formula', () => {
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
  ])('%s is not a formula', (text) => {
    expect(formulaAt(text, text.search(/[$\\]/))).toBeUndefined()
  })
  test.for([
    ['$x$', 'x'],
    ['$5-3$', '5-3'],
    ['$100-25$', '100-25'],
    ['$5$', '5'],
    ['$5 = 2 + 3$', '5 = 2 + 3'],
    ['$\\int x = F + C$', '\\int x = F + C'],
    ['$$x$$', 'x'],
    ['\\(x\\)', 'x'],
    ['\\(x < 5\\)', 'x < 5'],
    ['\\(a → b\\)', 'a → b'],
    ['\\(\\{1, 2\\}\\)', '\\{1, 2\\}'],
    ['\\(n!\\)', 'n!'],
    ['\\(2x\\)', '2x'],
    ['\\(f(x)\\)', 'f(x)'],
    ['\\(a_1\\)', 'a_1'],
    ['\\(v_{max}\\)', 'v_{max}'],
    ['\\(\\alpha\\)', '\\alpha'],
    ['\\(α\\)', 'α'],
    ['\\(50\\%\\)', '50\\%'],
    ['\\(\\text{speed} = 5\\)', '\\text{speed} = 5'],
    ['\\[2x - 3\\]', '2x - 3'],
    ['\\[price + tax = total\\]', 'price + tax = total'],
    ['\\[E = mc^2\\]', 'E = mc^2'],
    ['\\[a \\times b\\]', 'a \\times b'],
    ['\\[a × b\\]', 'a × b'],
    ['\\[\\text{总价} = 5\\]', '\\text{总价} = 5'],
  ] as const)('%s is a formula', ([text, tex]) => {
    expect(formulaAt(text, 0)).toEqual({ tex, isDisplay: /^(?:\$\$|\\\[)/.test(text), end: text.length })
  })
  test('a letter in brackets in a sentence is a formula', () => {
    expect(formulaAt('where \\(a\\) is', 6)).toEqual({ tex: 'a', isDisplay: false, end: 11 })
  })
})
