import { expect, test } from 'vitest'
import { nameFault, nameLike, nextName } from '../../../console/sites/site-name.ts'
import { corrected, readOrigins } from '../../../console/sites/site-origins.ts'
import { found } from '../../../console/sites/site-search.ts'

test.for([
  ['', 'missing'],
  ['Shop', 'letters'],
  ['my shop', 'letters'],
  ['-shop', 'beginning'],
  ['a'.repeat(64), 'long'],
  ['a'.repeat(63), null],
  ['preview-x', 'preview'],
  ['demo', 'taken'],
  ['shop-2', null],
] as const)('a site called %j: %j', ([name, fault]) => {
  expect(nameFault(name, ['demo'])).toBe(fault)
})

test('a copy is offered a free and valid name', () => {
  expect(nextName('shop', ['shop'])).toBe('shop-2')
  expect(nextName('shop-2', ['shop', 'shop-2', 'shop-3'])).toBe('shop-4')
  expect(nameFault(nextName('a'.repeat(63), []), [])).toBeNull()
})

test('origins are read line by line, each once; for an invalid one, the likely origin is suggested', () => {
  const text =
    ' https://shop.example \n\nshop.example/cart\nhttps://shop.example\nhttps://*.shop.example\nhttps://*.example'
  expect(readOrigins(text)).toEqual({
    origins: ['https://shop.example', 'https://*.shop.example'],
    faults: [
      { line: 'shop.example/cart', fault: { reason: 'scheme', meant: 'https://shop.example' } },
      { line: 'https://*.example', fault: { reason: 'wildcard_wide', meant: null } },
    ],
  })
  expect(corrected('a\n b \nc', 'b', 'https://b.example')).toBe('a\nhttps://b.example\nc')
})

test('a site is found by its name or its persona’s name, with words in any order', () => {
  const summary = { paused: false, version: 1, publishedAt: null, draftedAt: null }
  const sites = [
    { ...summary, site: 'shop-de', name: 'Hilfe' },
    { ...summary, site: 'docs', name: '文档向导' },
  ]
  const names = (text: string) => found(sites, text).map(({ site }) => site)
  expect(names('HILFE shop')).toEqual(['shop-de'])
  expect(names('向导')).toEqual(['docs'])
  expect(names(' ')).toEqual(['shop-de', 'docs'])
  expect(names('nobody')).toEqual([])
})

test.for([
  ['My Bookshop', 'my-bookshop'],
  ['  Café Zürich! ', 'cafe-zurich'],
  ['shop.example', 'shop-example'],
  ['preview-1', ''],
  ['demo', ''],
  ['书店', ''],
  ['x'.repeat(80), 'x'.repeat(63)],
] as const)('“%s” is offered as “%s”', ([text, name]) => expect(nameLike(text, ['demo'])).toBe(name))
