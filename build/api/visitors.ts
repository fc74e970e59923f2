/** The API's description of the addresses that visitors' pages call. */
import { FRONT, PUBLIC_SITE, SESSION } from '../../protocol/api/visitors.ts'
import type { Chapter, ChapterWords } from './chapter.ts'
import { TURN_ID } from './path-parts.ts'

const anybodysWords: ChapterWords<typeof FRONT & typeof PUBLIC_SITE> = {
  frontPage: {
    summary: 'Read what this Worker is',
    says: 'A text that has the tag to paste.',
  },
  health: {
    summary: 'Check that the Worker answers and has what it needs',
    description: 'It answers 503 with the same shape and `ok: false` if something is not set or cannot be read.',
    says: 'The Worker has what it needs.',
  },
  readSite: {
    summary: 'Read what a visitor may see of a site',
    description: 'Public: a program that sends no `Origin` may also read it.',
    says: 'Name, greeting, looks.',
  },
  openSession: {
    summary: 'Open a session',
    description:
      'For a browser, or a program that sends an allowed `Origin`. The token is valid for 30 days, for this site and this origin; `GET /v1/session` renews it.',
    example: {},
    says: 'The session’s token.',
  },
}

export const anybody: Chapter = {
  tag: 'Anyone',
  description:
    'What needs neither a token nor a key. A browser’s request is answered if its `Origin` is in the site’s `allowedOrigins`.',
  addresses: { ...FRONT, ...PUBLIC_SITE },
  words: anybodysWords,
}

const visitorsWords: ChapterWords<typeof SESSION> = {
  ask: {
    summary: 'Ask a question',
    description:
      'The same `id` with the same text is the same turn, however often it is sent: it is asked once. One turn is answered at a time, and two more may wait.',
    example: { id: TURN_ID, text: '中国首都在哪里' },
    says: 'The answer, as it comes.',
  },
  readSession: {
    summary: 'Read the conversation',
    description: 'Includes `token` and `expiresAt` when it is time for another token: use the new one from then on.',
    says: 'Every turn, the oldest first; `[]` before the first turn.',
  },
  resumeTurn: {
    summary: 'Resume a stream',
    description:
      'Sends what came after `Last-Event-ID`, then what follows. A turn that is over is sent whole, as `snapshot`.',
    headers: [
      {
        name: 'Last-Event-ID',
        description: 'The `id` of the last event that you read.',
        schema: { type: 'string' },
        example: '1.1',
      },
    ],
    says: 'The answer, as it comes.',
  },
  stopTurn: {
    summary: 'Stop the answer',
    description: 'The text so far stays. A turn that is over does not change.',
    says: 'The turn as it is now.',
  },
  retryTurn: {
    summary: 'Answer again',
    description:
      'Starts another attempt at the same turn; with `text`, with another wording of the session’s last question.',
    example: { attempt: 2 },
    says: 'The answer, as it comes.',
  },
  rateTurn: {
    summary: 'Rate an answer',
    description: 'Replaces earlier feedback; `rating: null` without a comment removes it.',
    example: { rating: 'up', comment: 'Just what I needed.' },
    says: 'The feedback as it is now.',
  },
  forgetSession: {
    summary: 'Forget me',
    description:
      'Erases the conversation. If the token proves who the visitor is, it erases all conversations of that person.',
    says: 'The conversation is erased, and the token is no longer valid.',
  },
}

export const visitors: Chapter = {
  tag: 'Visitors',
  description: 'What the chat does in a page: one session, with its token, from the origin where it was opened.',
  addresses: SESSION,
  words: visitorsWords,
}
