/** What only one file may read or write, because it does it safely. */
import { expect, test } from 'vitest'
import { sources, stem, textOf, topFolder } from './sources.ts'

test('one file of the Worker sees env, one of the widget sees document.currentScript', () => {
  const seen = (folder: string, pattern: RegExp) =>
    sources.filter((file) => topFolder(file) === folder && pattern.test(textOf(file))).map(stem)
  expect(seen('worker', /\benv\./)).toEqual(['worker/index'])
  expect(seen('widget', /\bofPage\('currentScript'\)/)).toHaveLength(1)
})

test('in the Worker, one file turns an error into text for the log, because some errors quote what someone wrote', () => {
  const isTelling = (file: string) => /String\(error\)|\berror\.(message|stack)\b/.test(textOf(file))
  expect(sources.filter((file) => topFolder(file) === 'worker' && isTelling(file))).toEqual(['worker/base/log.ts'])
})

// An element called like a property of the document takes its place: `widget/page/host-page.ts` says why that matters.
test('the widget reads the document, and what others set on the window, only through host-page.ts', () => {
  const files = sources.filter((file) => topFolder(file) === 'widget' && stem(file) !== 'widget/page/host-page')
  expect(files.length).toBeGreaterThan(80)
  const isRead = (line: string) => /\bdocument\.|\bwindow\.\w+\b(?! = )|\bwindow\[|\} = (window|document)\b/.test(line)
  const isComment = (line: string) => /^\s*(\*|\/[*/])/.test(line)
  const reading = files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .filter((line) => isRead(line) && !isComment(line) && !/\bdelete window\./.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(reading).toEqual([])
})

// A page may give arrays and texts a `toJSON` of their own.
test('the widget writes JSON only through json-text.ts', () => {
  const writing = sources
    .filter((file) => topFolder(file) === 'widget' && stem(file) !== 'widget/page/json-text')
    .filter((file) => textOf(file).includes('JSON.stringify'))
  expect(writing).toEqual([])
})
