import { expect, test } from 'vitest'
import { plainTitle } from '../../../console/transcripts/list/plain-title.ts'

test.for([
  ['## **How** long does `delivery` take?', 'How long does delivery take?'],
  ['- one\n- two', 'one\ntwo'],
  ['See [our page](https://shop.example/a) and ~~that~~', 'See our page and that'],
  ['2 * 3 * 4 is snake_case_name', '2 * 3 * 4 is snake_case_name'],
  ['What is __init__?', 'What is init?'],
  ['*really*?', 'really?'],
  ['**', '**'],
  ['中国首都在哪里', '中国首都在哪里'],
] as const)('the title of “%s” is “%s”', ([text, title]) => {
  expect(plainTitle(text)).toBe(title)
})

test('the time to find a title grows with the question', () => {
  for (const part of ['**', '[', '`', '* ', '![', '*a', '[a](']) expect(plainTitle(part.repeat(100_000))).toBeTruthy()
})
