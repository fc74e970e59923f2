/** The API's description of the addresses that visitors' pages call. */
import { FRONT, PUBLIC_SITE, SESSION } from '../../protocol/api/visitors.ts'
import type { Chapter, ChapterWords } from './chapter.ts'
import { TURN_ID } from './path-parts.ts'

const anybodysWords: ChapterWords<typeof FRONT & typeof PUBLIC_SITE> = {
  frontPage: {
    summary: 'What this Worker is',
    says: 'A text with the tag to paste.',
  },
  health: {
    summary: 'Whether the Worker answers, and has what it needs',
    description: '503 with the same shape, and `ok: false`, when something is not set or cannot be read.',
    says: 'It has.',
  },
  readSite: {
    summary: 'What a visitor may see of a site',
    description: 'Public: a program that sends no `Origin` may read it too.',
    says: 'Name, greeting, looks.',
  },
  openSession: {
    summary: 'Open a session',
    description:
      'A browser, or a program that sends an allowed `Origin`. The token is good for 30 days, for this site and this origin; `GET /v1/session` renews it.',
    example: {},
    says: 'The session’s token.',
  },
}

export const anybody: Chapter = {
  tag: 'Anybody',
  description:
    'What needs neither token nor key. A browser’s request is answered where the site’s `allowedOrigins` has its `Origin`.',
  addresses: { ...FRONT, ...PUBLIC_SITE },
  words: anybodysWords,
}

const visitorsWords: ChapterWords<typeof SESSION> = {
  ask: {
    summary: 'Ask',
    description:
      'The same `id` with the same text is the same turn, however often it is sent: it is asked once. One turn is answered at a time, two more may wait.',
    example: { id: TURN_ID, text: '中国首都在哪里' },
    says: 'The answer, as it comes.',
  },
  readSession: {
    summary: 'The conversation',
    description: 'With `token` and `expiresAt` where it is time for another token: use that one from then on.',
    says: 'Every turn, the oldest first; `[]` before the first one.',
  },
  resumeTurn: {
    summary: 'Go on listening',
    description: 'What came after `Last-Event-ID`, then what comes; a turn that is over comes whole, as `snapshot`.',
    headers: [
      {
        name: 'Last-Event-ID',
        description: 'The `id` of the last event that was read.',
        schema: { type: 'string' },
        example: '1.1',
      },
    ],
    says: 'The answer, as it comes.',
  },
  stopTurn: {
    summary: 'Stop the answer',
    description: 'What has come stays. A turn that is over stays as it is.',
    says: 'The turn as it is now.',
  },
  retryTurn: {
    summary: 'Answer again',
    description: 'Another attempt at the same turn; with `text`, at another wording of the session’s last question.',
    example: { attempt: 2 },
    says: 'The answer, as it comes.',
  },
  rateTurn: {
    summary: 'Rate an answer',
    description: 'Takes the place of what was there; `rating: null` without a comment takes it back.',
    example: { rating: 'up', comment: 'Just what I needed.' },
    says: 'The feedback that it has now.',
  },
  forgetSession: {
    summary: 'Forget me',
    description: 'Erases the conversation; where the token proves who somebody is, all conversations of that person.',
    says: 'It is gone, and so is the token.',
  },
}

export const visitors: Chapter = {
  tag: 'Visitors',
  description: 'What the chat does in a page: one session, by its token, from the origin that it was opened on.',
  addresses: SESSION,
  words: visitorsWords,
}
