/** Both READMEs say the same. */
import { expect, test } from 'vitest'
import { read, snippetsIn } from '../support/texts/docs.ts'

const ENGLISH = 'README.md'
const CHINESE = 'README.zh-CN.md'

const HEADINGS: Readonly<Record<string, string>> = {
  '# Inglenook': '# Inglenook',
  '## See it run': '## 先跑起来',
  '## Paste the tag': '## 粘贴标签',
  '## Write a persona': '## 写人设',
  '## Put it online': '## 上线',
  '## Why it is better': '## 好在哪里',
  '## Read on': '## 接着读',
}
/** What each shows in its own language. */
const OWN: Readonly<Record<string, string>> = {
  'README.zh-CN.md': 'README.md',
  'docs/pictures/conversation-en.png': 'docs/pictures/conversation.png',
  'docs/pictures/console.png': 'docs/pictures/console-zh.png',
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, part = '']) => part)
const headings = (file: string) => all(read(file), /^(#+ .+)$/gm)
const code = (file: string) => snippetsIn(file).map(({ language, code }) => [language, code])
/** In which order a sentence names things is its language's. */
const links = (file: string) => all(read(file), /\]\(([^()\s]+)\)/g).toSorted()
const spans = (file: string) => [...new Set(all(prose(read(file)), /`([^`\n]+)`/g))].toSorted()
const figures = (file: string) => all(read(file), /(<!-- figure \S+ -->.*?<!-- \/ -->)/g).toSorted()
const numbers = (file: string) => all(prose(read(file)), /(?<![\w.])(\d+(?:\.\d+)?)(?![\w])/g).toSorted()
const prose = (text: string) => text.replaceAll(/^```.*?^```$/gms, '')
const shape = (file: string) =>
  prose(read(file))
    .split('\n\n')
    .map((block) => (/^[-|!#]/.exec(block)?.[0] ?? 'p') + (block.match(/^[-|]/gm)?.length ?? ''))

test('the same headings, in the same order', () => {
  expect(headings(ENGLISH)).toEqual(Object.keys(HEADINGS))
  expect(headings(CHINESE)).toEqual(Object.values(HEADINGS))
})

test('the same blocks: paragraphs, pictures, lists and tables of the same length', () => {
  expect(shape(CHINESE)).toEqual(shape(ENGLISH))
})

test('the same code', () => {
  expect(code(ENGLISH).length).toBeGreaterThanOrEqual(3)
  expect(code(CHINESE)).toEqual(code(ENGLISH))
  expect(spans(CHINESE)).toEqual(spans(ENGLISH))
})

test('the same links and pictures', () => {
  expect(links(CHINESE)).toEqual(
    links(ENGLISH)
      .map((link) => OWN[link] ?? link)
      .toSorted(),
  )
})

test('the same figures and numbers', () => {
  expect(figures(ENGLISH).length).toBeGreaterThan(20)
  expect(figures(CHINESE)).toEqual(figures(ENGLISH))
  expect(numbers(CHINESE)).toEqual(numbers(ENGLISH))
})
