/** What anybody may ask, and what a visitor's page does: `worker/visitor/`. */
import { BODY_FAILURES, type Chapter, type Operation } from './operation.ts'

const SITE_FAILURES = ['unknown_site', 'site_misconfigured', 'origin_not_allowed', 'internal'] as const
const VISITOR_FAILURES = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'session_forgotten',
  ...SITE_FAILURES,
  'history_unavailable',
  'session_unavailable',
] as const
const ASKING_FAILURES = [
  ...BODY_FAILURES,
  'text_empty',
  'text_too_long',
  'site_paused',
  'rate_limited',
  'turn_conflict',
  'busy',
  'session_limit_reached',
  'visitor_limit_reached',
  'site_limit_reached',
] as const

/** The turn of the examples. */
export const TURN_ID = '6c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11'

export const anybody: Chapter = {
  tag: 'Anybody',
  description:
    'What needs neither token nor key. A browser’s request is answered where the site’s `allowedOrigins` has its `Origin`.',
  security: [],
  operations: [
    {
      path: '/',
      method: 'get',
      name: 'frontPage',
      summary: 'What this Worker is',
      answer: { status: 200, says: 'A text with the tag to paste.', type: 'text' },
      fails: [],
    },
    {
      path: '/healthz',
      method: 'get',
      name: 'health',
      summary: 'Whether the Worker answers, and has what it needs',
      description: '503 with the same shape, and `ok: false`, when something is not set or cannot be read.',
      answer: { status: 200, says: 'It has.', schema: 'Health' },
      fails: [],
    },
    {
      path: '/v1/sites/{site}',
      method: 'get',
      name: 'readSite',
      summary: 'What a visitor may see of a site',
      description: 'Public: a program that sends no `Origin` may read it too.',
      answer: { status: 200, says: 'Name, greeting, looks.', schema: 'SiteView' },
      fails: SITE_FAILURES,
    },
    {
      path: '/v1/sites/{site}/sessions',
      method: 'post',
      name: 'openSession',
      summary: 'Open a session',
      description:
        'A browser, or a program that sends an allowed `Origin`. The token is good for 30 days, for this site and this origin; `GET /v1/session` renews it.',
      body: { schema: 'SessionRequest', example: {} },
      answer: { status: 201, says: 'The session’s token.', schema: 'SessionToken' },
      fails: [
        ...SITE_FAILURES,
        ...BODY_FAILURES,
        'site_paused',
        'rate_limited',
        'bot_check_required',
        'bot_check_failed',
        'bot_check_unavailable',
        'identity_required',
        'identity_invalid',
        'session_unavailable',
      ],
    },
  ],
}

const operations: readonly Operation[] = [
  {
    path: '/v1/turns',
    method: 'post',
    name: 'ask',
    summary: 'Ask',
    description:
      'The same `id` with the same text is the same turn, however often it is sent: it is asked once. One turn is answered at a time, two more may wait.',
    body: { schema: 'TurnRequest', example: { id: TURN_ID, text: '中国首都在哪里' } },
    answer: { status: 200, says: 'The answer, as it comes.', type: 'events' },
    fails: [...VISITOR_FAILURES, ...ASKING_FAILURES],
  },
  {
    path: '/v1/session',
    method: 'get',
    name: 'readSession',
    summary: 'The conversation',
    description: 'With `token` and `expiresAt` where it is time for another token: use that one from then on.',
    answer: { status: 200, says: 'Every turn, the oldest first; `[]` before the first one.', schema: 'SessionView' },
    fails: VISITOR_FAILURES,
  },
  {
    path: '/v1/turns/{id}/stream',
    method: 'get',
    name: 'resumeTurn',
    summary: 'Go on listening',
    description: 'What came after `Last-Event-ID`, then what comes; a turn that is over comes whole, as `snapshot`.',
    parameters: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        description: 'The `id` of the last event that was read.',
        schema: { type: 'string' },
        example: '1.1',
      },
    ],
    answer: { status: 200, says: 'The answer, as it comes.', type: 'events' },
    fails: [...VISITOR_FAILURES, 'invalid_body', 'unknown_turn'],
  },
  {
    path: '/v1/turns/{id}/stop',
    method: 'post',
    name: 'stopTurn',
    summary: 'Stop the answer',
    description: 'What has come stays. A turn that is over stays as it is.',
    answer: { status: 200, says: 'The turn as it stands now.', schema: 'Stopped' },
    fails: [...VISITOR_FAILURES, 'invalid_body', 'unknown_turn'],
  },
  {
    path: '/v1/turns/{id}/retry',
    method: 'post',
    name: 'retryTurn',
    summary: 'Answer again',
    description: 'Another attempt at the same turn; with `text`, at another wording of the session’s last question.',
    body: { schema: 'Retry', isOptional: true, example: { attempt: 2 } },
    answer: { status: 200, says: 'The answer, as it comes.', type: 'events' },
    fails: [...VISITOR_FAILURES, ...ASKING_FAILURES, 'unknown_turn'],
  },
  {
    path: '/v1/turns/{id}/feedback',
    method: 'put',
    name: 'rateTurn',
    summary: 'Rate an answer',
    description: 'Takes the place of what was there; `rating: null` without a comment takes it back.',
    body: { schema: 'Rate', example: { rating: 'up', comment: 'Just what I needed.' } },
    answer: { status: 200, says: 'What stands there now.', schema: 'Rated' },
    fails: [...VISITOR_FAILURES, ...BODY_FAILURES, 'unknown_turn', 'turn_conflict'],
  },
  {
    path: '/v1/session',
    method: 'delete',
    name: 'forgetSession',
    summary: 'Forget me',
    description: 'Erases the conversation; where the token proves who somebody is, all conversations of that person.',
    answer: { status: 204, says: 'It is gone, and so is the token.' },
    fails: VISITOR_FAILURES,
  },
]

export const visitors: Chapter = {
  tag: 'Visitors',
  description: 'What the chat does in a page: one session, by its token, from the origin that it was opened on.',
  security: [{ sessionToken: [] }],
  operations,
}
