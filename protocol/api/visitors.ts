/** The addresses that need neither token nor key, and those of a visitor's session. */
import type { Address } from './address.ts'

type Addresses = Readonly<Record<string, Address>>

export const FRONT = {
  frontPage: { method: 'GET', path: '/', by: 'anybody', answer: { status: 200, type: 'text' } },
  health: { method: 'GET', path: '/healthz', by: 'anybody', answer: { status: 200, schema: 'Health' } },
} as const satisfies Addresses

export const PUBLIC_SITE = {
  readSite: {
    method: 'GET',
    path: '/v1/sites/:site',
    by: 'anybody',
    answer: { status: 200, schema: 'SiteView' },
    fails: ['site_misconfigured', 'origin_not_allowed', 'internal'],
  },
  openSession: {
    method: 'POST',
    path: '/v1/sites/:site/sessions',
    by: 'anybody',
    body: 'SessionRequest',
    answer: { status: 201, schema: 'SessionToken' },
    fails: [
      'site_misconfigured',
      'origin_not_allowed',
      'internal',
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
} as const satisfies Addresses

const ASKING_FAILURES = [
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

export const SESSION = {
  ask: {
    method: 'POST',
    path: '/v1/turns',
    by: 'visitor',
    body: 'TurnRequest',
    answer: { status: 200, type: 'events' },
    fails: ASKING_FAILURES,
  },
  readSession: {
    method: 'GET',
    path: '/v1/session',
    by: 'visitor',
    answer: { status: 200, schema: 'SessionView' },
  },
  resumeTurn: {
    method: 'GET',
    path: '/v1/turns/:id/stream',
    by: 'visitor',
    answer: { status: 200, type: 'events' },
    fails: ['invalid_body', 'unknown_turn'],
  },
  stopTurn: {
    method: 'POST',
    path: '/v1/turns/:id/stop',
    by: 'visitor',
    answer: { status: 200, schema: 'Stopped' },
    fails: ['invalid_body', 'unknown_turn'],
  },
  retryTurn: {
    method: 'POST',
    path: '/v1/turns/:id/retry',
    by: 'visitor',
    body: 'Retry',
    isBodyOptional: true,
    answer: { status: 200, type: 'events' },
    fails: [...ASKING_FAILURES, 'unknown_turn'],
  },
  rateTurn: {
    method: 'PUT',
    path: '/v1/turns/:id/feedback',
    by: 'visitor',
    body: 'FeedbackRequest',
    answer: { status: 200, schema: 'FeedbackSaved' },
    fails: ['unknown_turn', 'turn_conflict'],
  },
  forgetSession: { method: 'DELETE', path: '/v1/session', by: 'visitor', answer: { status: 204 } },
} as const satisfies Addresses
