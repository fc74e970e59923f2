/** Tags come from browsers and people; `Intl` throws for what is not one. */
import { expect, test } from 'vitest'
import { knownTag, regionalTag } from '../../protocol/language-tag.ts'

const KNOWN: readonly (readonly [string, string | undefined])[] = [
  ['en-GB', 'en-GB'],
  ['zh-Hant-HK', 'zh-Hant-HK'],
  ['en-US@posix', 'en-US'],
  ['en_US.UTF-8', 'en'],
  ['de-DE@euro', 'de-DE'],
  ['pt-BR-', 'pt-BR'],
  ['en-x', 'en'],
  ['C', undefined],
  ['', undefined],
  ['*', undefined],
  ['中文', undefined],
  ['@posix', undefined],
]

test.for(KNOWN)('for the tag “%s”, Intl uses %s', ([tag, known]) => {
  expect(knownTag(tag)).toBe(known)
})

test('times and numbers follow the reader’s region, if the browser knows the language', () => {
  expect(regionalTag('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(regionalTag('zh-CN', ['en-US', 'zh-SG'])).toBe('zh-SG')
  expect(regionalTag('en', ['EN-us@posix'])).toBe('EN-us')
  expect(regionalTag('fil', ['fi-FI'])).toBe('fil')
  expect(regionalTag('ar', ['C', '', 'en-GB'])).toBe('ar')
  expect(regionalTag('中文', [])).toBe('en')
})

test('every resulting tag creates formats', () => {
  for (const wish of KNOWN.map(([tag]) => tag))
    expect(() => new Intl.DateTimeFormat(regionalTag('en', [wish]))).not.toThrow()
})
