import { expect, test } from 'vitest'
import { neutral, unfinished } from '../../../widget/markdown/neutral.ts'

const SCOTLAND = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'

test('bidi controls and tag characters are removed, and flags stay', () => {
  expect(neutral('a\u202Eb\u2066c\u{E0041}d\u{E007F}')).toBe('abcd')
  expect(neutral(`${SCOTLAND}!`)).toBe(`${SCOTLAND}!`)
  expect(neutral('\u{1F3F4}\u{E0041}\u{E0042}')).toBe('\u{1F3F4}')
})

test('a text cut at any place reads like the whole', () => {
  const text = `a\u202E${SCOTLAND}b👋🏽\u{E0041}c${SCOTLAND}`
  for (let cut = 0; cut <= text.length; cut += 1) {
    const judged = cut - unfinished(text.slice(0, cut))
    expect(neutral(text.slice(0, judged)) + neutral(text.slice(judged)), `cut at ${cut}`).toBe(neutral(text))
  }
})
