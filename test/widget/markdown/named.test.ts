import { expect, test } from 'vitest'
import { named } from '../../../widget/markdown/named.ts'

test.for([
  ['eacute', 'é'],
  ['Dcaron', 'Ď'],
  ['frac34', '¾'],
  ['AElig', 'Æ'],
  ['alpha', 'α'],
  ['rarr', '→'],
  ['cdot', 'ċ'],
  ['circ', 'ˆ'],
  ['frac', undefined],
  ['constructor', undefined],
] as const)('&%s;', ([name, sign]) => {
  expect(named(name)).toBe(sign)
})
