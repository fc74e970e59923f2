import { describe, expect, test } from 'vitest'
import { visibleWords } from '../../../worker/providers/reply/visible-words.ts'

function shown(...parts: string[]): string {
  const visible = visibleWords()
  return parts.map((part) => visible.take(part)).join('') + visible.finish()
}

const CASES: readonly [string, string][] = [
  ['Hello.', 'Hello.'],
  ['<think>hm</think>Hello.', 'Hello.'],
  ['\n<think>\nhm\n</think>\n\n  Hello.\n', 'Hello.\n'],
  ['<think></think><think>hm</think>Hello.', 'Hello.'],
  ['<thinking>a < b </think> </thinking>Hello.', 'Hello.'],
  ['[THINK]hm[/THINK]Hello.', 'Hello.'],
  ['<think>hm', ''],
  ['<think>hm</think>\n', ''],
  ['<thin', '<thin'],
  ['<thin air>', '<thin air>'],
  ['`<think>` is a mark', '`<think>` is a mark'],
  ['Look: <think>hm</think>', 'Look: <think>hm</think>'],
  ['hm</think>Hello.', 'hm</think>Hello.'],
  ['    code', '    code'],
  [' \n\t\u3000\u00A0\u200B\uFEFF', ''],
]

describe.for(CASES)('%j', ([answer, expected]) => {
  test('is shown correctly, wherever it is cut', () => {
    expect(shown(answer)).toBe(expected)
    expect(shown(...answer)).toBe(expected)
    for (let at = 0; at <= answer.length; at += 1) {
      expect(shown(answer.slice(0, at), answer.slice(at)), `cut at ${at}`).toBe(expected)
    }
  })
})

test('words are passed on as they arrive, and long reasoning is not kept', () => {
  const visible = visibleWords()
  expect(visible.take('Hel')).toBe('Hel')
  expect(visible.take('lo <think>')).toBe('lo <think>')
  const many = '<think></think>'.repeat(100_000)
  expect(shown(`${many}Hello.`)).toBe('Hello.')
  expect(shown('\n'.repeat(100_000), 'Hello.')).toBe(`${'\n'.repeat(1_000)}Hello.`)
})
