import { expect, test } from 'vitest'
import { wordsOf } from '../../../../worker/providers/chat-completions/content.ts'

test.for<[unknown, string | null]>([
  [{ content: 'a' }, 'a'],
  [{ content: null }, ''],
  [{}, ''],
  [undefined, ''],
  [{ content: 'a', refusal: 'b' }, 'ab'],
  [{ content: null, refusal: 'b' }, 'b'],
  [{ content: [] }, ''],
  [{ content: ['a', { type: 'text', text: 'b' }, { type: 'output_text', text: 'c' }, { text: 'd' }] }, 'abcd'],
  [{ content: { type: 'text', text: 'a' } }, 'a'],
  [
    {
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'reasoning_text', text: 'hm' },
      ],
    },
    '',
  ],
  [{ content: [{ text: 'hm', thought: true }, { text: 'a' }] }, 'a'],
  [{ content: [{ type: 'refusal', refusal: 'no' }] }, 'no'],
  [{ content: [{ type: 'image_url', image_url: {} }, null, { type: 'text', text: 'a' }] }, 'a'],
  [{ content: [{ type: 'poem', text: 'a' }] }, null],
  [{ content: [{ type: 'poem', text: [{ line: 'a' }] }] }, null],
  [{ content: [{ type: 'text', text: { value: 'a' } }] }, null],
  [{ content: [7] }, null],
  [{ content: 7 }, null],
])('%j: %j', ([message, words]) => {
  expect(wordsOf(message)).toBe(words)
})
