/** Every address of the owner, with names of things that may be there or not: refusals come first. */
export interface OwnerRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: object
}

const SITE = '/v1/owner/sites/demo'

/** The two that a console asks before it has its CSRF token. */
export const SIGN_IN: OwnerRoute = { method: 'POST', path: '/v1/owner/session', body: { key: 'a guess' } }
export const LOOK_AT_SESSION: OwnerRoute = { method: 'GET', path: '/v1/owner/session' }

/** All the others. */
export const OWNER_ROUTES: readonly OwnerRoute[] = [
  { method: 'DELETE', path: '/v1/owner/session' },
  { method: 'DELETE', path: '/v1/owner/sessions' },
  { method: 'POST', path: '/v1/owner/sign-in-codes', body: {} },
  { method: 'GET', path: '/v1/owner/setup' },
  { method: 'GET', path: '/v1/owner/sites' },
  { method: 'POST', path: '/v1/owner/sites', body: { site: 'acme' } },
  { method: 'GET', path: SITE },
  { method: 'DELETE', path: SITE, body: { site: 'demo' } },
  { method: 'PUT', path: `${SITE}/draft`, body: { settings: {}, revision: 0 } },
  { method: 'DELETE', path: `${SITE}/draft`, body: { revision: 0 } },
  { method: 'POST', path: `${SITE}/versions`, body: { revision: 1, live: 0, note: '' } },
  { method: 'GET', path: `${SITE}/versions?before=2` },
  { method: 'PUT', path: `${SITE}/live`, body: { version: 1, live: 2 } },
  { method: 'PUT', path: `${SITE}/paused`, body: { paused: true } },
  { method: 'POST', path: `${SITE}/previews`, body: { settings: {} } },
  { method: 'GET', path: `${SITE}/transcripts` },
  { method: 'GET', path: `${SITE}/transcripts/some-session` },
  { method: 'DELETE', path: `${SITE}/transcripts/some-session` },
  { method: 'POST', path: `${SITE}/exports`, body: { sessions: [] } },
  { method: 'GET', path: `${SITE}/usage?from=2026-11-01&to=2026-11-30` },
  { method: 'GET', path: `${SITE}/readiness` },
  { method: 'POST', path: `${SITE}/readiness`, body: { settings: {} } },
  { method: 'POST', path: `${SITE}/checks`, body: { page: 'https://page.example/' } },
  { method: 'GET', path: `${SITE}/budgets` },
  // Nobody learns which addresses there are.
  { method: 'GET', path: '/v1/owner/nothing' },
]
