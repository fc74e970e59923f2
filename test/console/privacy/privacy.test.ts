import { expect, test } from 'vitest'
import { readSession } from '../../../console/privacy/stored-session.ts'
import { textOf, type FileWords } from '../../../console/privacy/session-file.ts'
import type { Turn } from '../../../protocol/schemas/turn.ts'

const words: FileWords = {
  title: 'Conversation',
  session: 'Session',
  question: 'Question',
  answer: 'Answer',
  earlier: 'Earlier answer',
  page: 'Page:',
  rating: 'Rating',
  up: 'helpful',
  down: 'not helpful',
  comment: 'Comment',
  none: '(none)',
  when: (iso) => iso,
}

const turn = {
  id: 'a',
  seq: 1,
  attempt: 2,
  state: 'complete',
  failure: null,
  personaVersion: 1,
  createdAt: '10:00',
  attemptedAt: '10:01',
  finishReason: 'stop',
  model: 'one',
  provider: 'one',
  usage: null,
  completionId: null,
  created: null,
  question: 'Where?',
  page: { title: 'Shop', url: 'https://shop.example/', selection: '' },
  answer: 'There.',
  earlierAttempts: [
    {
      attempt: 1,
      state: 'failed',
      failure: 'answer_cut',
      finishReason: null,
      question: 'Wher?',
      answer: '',
      feedback: { rating: 'down', comment: 'Nothing', at: '10:00' },
      createdAt: '10:00',
    },
  ],
  feedback: { rating: 'up', comment: '', at: '10:02' },
  lastEventId: null,
} satisfies Turn

test('the file has everything that the visitor wrote and every answer', () => {
  expect(textOf({ session: 's1', updatedAt: '', turns: [turn], receipts: [] }, 'shop', words)).toBe(
    `# Conversation: shop

Session: s1

## 1. 10:00

Page:
Shop
https://shop.example/

**Question**

Where?

**Answer**

There.

Rating: helpful

### Earlier answer, 10:00

**Question**

Wher?

**Answer**

(none)

Rating: not helpful

Comment: Nothing
`,
  )
})

test('a session is found by its id as written in a spreadsheet file, or by its address', () => {
  expect(readSession(" '-MYI_x9\n")).toBe('-MYI_x9')
  expect(readSession('"-MYI_x9"')).toBe('-MYI_x9')
  expect(readSession('http://localhost:8787/console/#/demo/transcripts/-MYI_x9')).toBe('-MYI_x9')
  expect(readSession('http://localhost:8787/console/#/')).toBe('')
})
