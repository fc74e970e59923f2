/** Transcripts as files: what a spreadsheet and a program get. */
import { expect, test } from 'vitest'
import { headOf, linesOf } from '../../console/model/transcripts-file.ts'
import { transcriptOf, turnOf } from './transcripts.ts'

const columns = headOf('csv').slice(1).trim().split(',')
/** One turn's row, without quotes within quotes or lines within cells. */
const rowOf = (question: string, answer = 'Yes.') =>
  linesOf('csv', transcriptOf([turnOf({ question, answer })])).split(',')
const cellOf = (row: readonly string[], column: string) => row[columns.indexOf(column)]

test('a CSV begins with a byte order mark and the names of its columns, and ends its lines with CR LF', () => {
  expect(headOf('csv').startsWith('\uFEFFsession,turn,')).toBe(true)
  expect(headOf('csv').endsWith('\r\n')).toBe(true)
  expect(linesOf('csv', transcriptOf([turnOf({}), turnOf({ seq: 2 })])).match(/\r\n/g)).toHaveLength(2)
})

test('commas, quotes and line breaks stay within their cell', () => {
  expect(linesOf('csv', transcriptOf([turnOf({ question: 'a "b", c\nd' })]))).toContain(',"a ""b"", c\nd",')
  expect(cellOf(rowOf('中国首都在哪里'), 'question')).toBe('中国首都在哪里')
})

test.for(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1', '＋1', '－1', '＠x'])('%j is no formula', (question) => {
  expect(cellOf(rowOf(question), 'question')).toBe(`"'${question}"`)
  expect(cellOf(rowOf('x', question), 'answer')).toBe(`"'${question}"`)
})

test('a sign further on is left alone', () => {
  expect(cellOf(rowOf('1=1'), 'question')).toBe('1=1')
})

test('tokens and cost are those of all attempts; a cost that is not known is not made up', () => {
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
    linesOf('csv', {
      ...transcriptOf([turnOf({})]),
      receipts: costs.map((costMicroUsd, index) => ({ ...receipt, attempt: index + 1, costMicroUsd })),
    }).split(',')
  expect(cellOf(costing(1500, 500), 'prompt_tokens')).toBe('20')
  expect(cellOf(costing(1500, 500), 'cost_usd')).toBe('0.002000')
  expect(cellOf(costing(1500, null), 'cost_usd')).toBe('')
  expect(cellOf(costing(), 'prompt_tokens')).toBe('')
})

test('JSONL is a transcript a line, with everything', () => {
  const transcript = transcriptOf([turnOf({ question: 'two\nlines' })])
  expect(headOf('jsonl')).toBe('')
  const [line, rest] = linesOf('jsonl', transcript).split('\n')
  expect(JSON.parse(line ?? '')).toEqual(transcript)
  expect(rest).toBe('')
})
