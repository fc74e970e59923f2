/** Transcripts as files: what a spreadsheet and a program get. */
import { expect, test } from 'vitest'
import { headOf, linesOf } from '../../../console/transcripts/export/export-file.ts'
import { transcriptOf, turnOf } from './transcripts.ts'

/** The cells of a file, as they are read with commas. */
const cellsOf = (csv: string) =>
  [...csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)|([^",\r\n]*)(?:,|\r\n)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
const columns = cellsOf(headOf('csv').slice(1))
const rowOf = (question: string, answer = 'Yes.') =>
  cellsOf(linesOf('csv', transcriptOf([turnOf({ question, answer })])))
const cellOf = (row: readonly string[], column: string) => row[columns.indexOf(column)]

test('a CSV begins with a byte order mark and the column names, and ends its lines with CR LF', () => {
  expect(headOf('csv').startsWith('\uFEFF"session","turn",')).toBe(true)
  expect(headOf('csv').endsWith('\r\n')).toBe(true)
  expect(linesOf('csv', transcriptOf([turnOf({}), turnOf({ seq: 2 })])).match(/\r\n/g)).toHaveLength(2)
})

test('commas, quotes and line breaks stay within their cell', () => {
  expect(linesOf('csv', transcriptOf([turnOf({ question: 'a "b", c\nd' })]))).toContain(',"a ""b"", c\nd",')
  expect(cellOf(rowOf('中国首都在哪里'), 'question')).toBe('中国首都在哪里')
})

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠']

test.for([...SIGNS.map((sign) => `${sign}1+1`), ...SIGNS.map((sign) => ` \0"\u200b${sign}1`)])(
  '%j is not a formula',
  (question) => {
    const told = question.replace(/[=+\-@＝＋－＠]/, "'$&")
    expect(cellOf(rowOf(question), 'question')).toContain(told)
    expect(cellOf(rowOf('x', question), 'answer')).toContain(told)
  },
)

test.for(['\tx', '\rx', '\nx', '\0x'])('%j does not begin as before', (question) => {
  expect(cellOf(rowOf(question), 'question')).toBe(`'${question}`)
})

// A spreadsheet reads a CSV with the separator of its country, and then quotes in the middle of a cell mean nothing.
test.for([',', ';', '|', '\t', '\n', '\r\n', '\v', '\f', '\u2028', '\u2029'])(
  'read with %j as separator, a file has no formula',
  (separator) => {
    const texts = SIGNS.flatMap((sign) =>
      ['', ' ', '"', '\0', '\ufeff'].map((before) => `hello${separator}${before}${sign}cmd|'/C calc'!A0`),
    )
    const csv =
      headOf('csv') + linesOf('csv', transcriptOf(texts.map((text) => turnOf({ question: text, answer: text }))))
    const cells = csv.split(/[;,|\t\r\n\v\f\u2028\u2029]/)
    expect(cells.length).toBeGreaterThan(2 * texts.length)
    expect(cells.filter((cell) => /^[\s\0\u200b\ufeff"]*[=+\-@＝＋－＠]/.test(cell))).toEqual([])
  },
)

test('a character further inside is left alone', () => {
  for (const text of ['1=1', 'a - b', 'user@example.com', 'C++']) expect(cellOf(rowOf(text), 'question')).toBe(text)
})

test('tokens and cost include all attempts; an unknown cost is not invented', () => {
  const receipt = {
    personaVersion: 1,
    seq: 1,
    provider: 'one',
    model: 'm',
    promptTokens: 10,
    cachedTokens: 0,
    completionTokens: 5,
    reasoningTokens: 0,
    isEstimated: false,
    firstWordMilliseconds: 1,
    wholeMilliseconds: 2,
  }
  const costing = (...costs: (number | null)[]) =>
    cellsOf(
      linesOf('csv', {
        ...transcriptOf([turnOf({})]),
        receipts: costs.map((costMicroUsd, index) => ({ ...receipt, attempt: index + 1, costMicroUsd })),
      }),
    )
  expect(cellOf(costing(1500, 500), 'prompt_tokens')).toBe('20')
  expect(cellOf(costing(1500, 500), 'cost_usd')).toBe('0.002000')
  expect(cellOf(costing(1500, null), 'cost_usd')).toBe('')
  expect(cellOf(costing(), 'prompt_tokens')).toBe('')
})

test('JSONL has one complete transcript per line', () => {
  const transcript = transcriptOf([turnOf({ question: 'two\nlines' })])
  expect(headOf('jsonl')).toBe('')
  const [line, rest] = linesOf('jsonl', transcript).split('\n')
  expect(JSON.parse(line ?? '')).toEqual(transcript)
  expect(rest).toBe('')
})
