/** What the console and `npm run sites` ask: `worker/routes/owner/`. */
import { FAILURE_CODES } from '../../protocol/failure.ts'
import { TRANSCRIPT_STATES, WRITINGS } from '../../protocol/owner.ts'
import { BODY_FAILURES, type Chapter, type Operation, type Parameter } from './operation.ts'

const COOKIE = { ownerCookie: [], ownerCsrf: [] }
const KEY_FAILURES = [
  'owner_signed_out',
  'csrf_missing',
  'access_refused',
  'invalid_api_key',
  'too_many_failures',
  'owner_key_not_set',
  'owner_key_too_short',
  'internal',
] as const
const SITE_FAILURES = [...KEY_FAILURES, 'unknown_site'] as const
const WRITING_FAILURES = [...SITE_FAILURES, ...BODY_FAILURES] as const
const PUBLISHING_FAILURES = [...WRITING_FAILURES, 'publish_failed'] as const

const day = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string', format: 'date' },
  example,
})
const query = (name: string, description: string, schema: object): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
})

const access: readonly Operation[] = [
  {
    path: '/v1/owner/session',
    method: 'post',
    name: 'signIn',
    summary: 'Sign in',
    description:
      'With the key, with a one-time code, or with neither where Cloudflare Access has signed the owner in. From the console’s own origin only. Sets the cookie.',
    body: { schema: 'SignIn', example: { key: 'ik-…' } },
    answer: { status: 201, says: 'Signed in.', schema: 'OwnerSession' },
    security: [],
    fails: [
      ...BODY_FAILURES,
      'sign_in_refused',
      'sign_in_expired',
      'too_many_failures',
      'csrf_missing',
      'access_refused',
      'owner_key_not_set',
      'owner_key_too_short',
      'internal',
    ],
  },
  {
    path: '/v1/owner/session',
    method: 'get',
    name: 'readOwnerSession',
    summary: 'The session of the cookie',
    answer: { status: 200, says: 'Its CSRF token, and when it ends.', schema: 'OwnerSession' },
    security: [{ ownerCookie: [] }],
    fails: ['owner_signed_out', 'csrf_missing', 'access_refused', 'internal'],
  },
  {
    path: '/v1/owner/session',
    method: 'delete',
    name: 'signOut',
    summary: 'Sign out',
    answer: { status: 204, says: 'The cookie is worth nothing any more.' },
    fails: KEY_FAILURES,
  },
  {
    path: '/v1/owner/sessions',
    method: 'delete',
    name: 'signOutEverywhere',
    summary: 'Sign out everywhere',
    answer: { status: 204, says: 'Every session and every unused code has ended.' },
    fails: KEY_FAILURES,
  },
  {
    path: '/v1/owner/sign-in-codes',
    method: 'post',
    name: 'makeSignInCode',
    summary: 'Make a link that signs in',
    answer: { status: 201, says: 'Good for one sign-in, at `/console/#code=<code>`.', schema: 'SignInCode' },
    fails: KEY_FAILURES,
  },
  {
    path: '/v1/owner/setup',
    method: 'get',
    name: 'readSetup',
    summary: 'What the Worker offers to all its sites',
    answer: { status: 200, says: 'Providers with their models; no keys.', schema: 'Setup' },
    fails: [...KEY_FAILURES, 'site_misconfigured'],
  },
]

const sites: readonly Operation[] = [
  {
    path: '/v1/owner/sites',
    method: 'get',
    name: 'listSites',
    summary: 'All sites',
    answer: { status: 200, says: 'By name; `demo` is always there.', schema: 'Sites' },
    fails: KEY_FAILURES,
  },
  {
    path: '/v1/owner/sites',
    method: 'post',
    name: 'createSite',
    summary: 'Make a site',
    description: 'Published at once. What `settings` leaves out has its default.',
    body: {
      schema: 'NewSite',
      example: {
        site: 'acme',
        settings: {
          name: 'Ada',
          instructions: 'You help visitors of a bookshop.',
          allowedOrigins: ['http://localhost:8788'],
        },
      },
    },
    answer: { status: 201, says: 'The site.', schema: 'SiteDetails' },
    fails: [
      ...KEY_FAILURES,
      ...BODY_FAILURES,
      'settings_invalid',
      'site_name_invalid',
      'site_exists',
      'publish_failed',
    ],
  },
  {
    path: '/v1/owner/sites/{site}',
    method: 'get',
    name: 'readOwnSite',
    summary: 'A site, with what is live and what is being written',
    answer: { status: 200, says: 'The site.', schema: 'SiteDetails' },
    fails: SITE_FAILURES,
  },
  {
    path: '/v1/owner/sites/{site}/draft',
    method: 'put',
    name: 'saveDraft',
    summary: 'Save the draft',
    description: '`revision` is that of the draft it was made from, 0 where there was none.',
    body: {
      schema: 'SaveDraft',
      example: { settings: { name: 'Ada', allowedOrigins: ['http://localhost:8788'] }, revision: 0 },
    },
    answer: { status: 200, says: 'The draft as it is kept.', schema: 'Draft' },
    fails: [...WRITING_FAILURES, 'settings_invalid', 'settings_conflict'],
  },
  {
    path: '/v1/owner/sites/{site}/versions',
    method: 'post',
    name: 'publishDraft',
    summary: 'Publish the draft',
    description: '`live` is the version that was live when its owner looked.',
    body: { schema: 'Publish', example: { revision: 1, live: 1, note: 'A shorter greeting' } },
    answer: { status: 201, says: 'The new version: it is live.', schema: 'Version' },
    fails: [...PUBLISHING_FAILURES, 'settings_conflict'],
  },
  {
    path: '/v1/owner/sites/{site}/versions',
    method: 'get',
    name: 'listVersions',
    summary: 'What was published',
    parameters: [query('before', 'Only versions before this one.', { type: 'integer', minimum: 0 })],
    answer: { status: 200, says: 'The newest first, 20 at most.', schema: 'Versions' },
    fails: [...SITE_FAILURES, 'invalid_body'],
  },
  {
    path: '/v1/owner/sites/{site}/live',
    method: 'put',
    name: 'goLive',
    summary: 'Go back to a version, or forward',
    body: { schema: 'GoLive', example: { version: 1, live: 2 } },
    answer: { status: 200, says: 'The site.', schema: 'SiteDetails' },
    fails: [...PUBLISHING_FAILURES, 'settings_conflict', 'unknown_version'],
  },
  {
    path: '/v1/owner/sites/{site}/draft',
    method: 'delete',
    name: 'dropDraft',
    summary: 'Drop the draft',
    body: { schema: 'DropDraft', example: { revision: 1 } },
    answer: { status: 204, says: 'There is none any more.' },
    fails: [...WRITING_FAILURES, 'settings_conflict'],
  },
  {
    path: '/v1/owner/sites/{site}/paused',
    method: 'put',
    name: 'pauseSite',
    summary: 'Pause a site, or let it go on',
    body: { schema: 'Pause', example: { paused: false } },
    answer: { status: 200, says: 'The site.', schema: 'SiteDetails' },
    fails: PUBLISHING_FAILURES,
  },
  {
    path: '/v1/owner/sites/{site}/previews',
    method: 'post',
    name: 'previewSettings',
    summary: 'Try settings out',
    description: 'A site of another name, for a day, for the console’s own origin; it counts for nothing.',
    body: { schema: 'PreviewRequest', example: { settings: { name: 'Ada', temperature: 0.2 } } },
    answer: { status: 201, says: 'The name to put into `data-site`.', schema: 'Preview' },
    fails: [...PUBLISHING_FAILURES, 'settings_invalid'],
  },
  {
    path: '/v1/owner/sites/{site}/checks',
    method: 'post',
    name: 'checkPage',
    summary: 'Whether the chat works on a page',
    body: { schema: 'CheckRequest', example: { page: 'https://acme.example/' } },
    answer: { status: 200, says: 'What is well, and what is not.', schema: 'Findings' },
    fails: [...WRITING_FAILURES, 'site_misconfigured'],
  },
]

const read: readonly Operation[] = [
  {
    path: '/v1/owner/sites/{site}/transcripts',
    method: 'get',
    name: 'listTranscripts',
    summary: 'Find conversations',
    parameters: [
      query('after', '`next` of the page before.', { type: 'string' }),
      query('text', 'Words, all of them, in any of its turns.', { type: 'string', maxLength: 200 }),
      query('feedback', 'That somebody gave.', { enum: ['up', 'down', 'any'] }),
      query('state', 'That a turn ended in.', { enum: TRANSCRIPT_STATES }),
      query('failure', 'Code of a failure that an attempt ended with.', { enum: FAILURE_CODES }),
      query('from', 'Day of the last turn, in UTC; with it.', { type: 'string', format: 'date' }),
      query('to', 'The same.', { type: 'string', format: 'date' }),
      query('version', 'Of the persona that answered.', { type: 'integer', minimum: 0 }),
      query('writing', 'That most of the questions are in.', { enum: WRITINGS }),
    ],
    answer: { status: 200, says: 'A page of them, the last changed first.', schema: 'TranscriptPage' },
    fails: [...SITE_FAILURES, 'invalid_body', 'site_misconfigured'],
  },
  {
    path: '/v1/owner/sites/{site}/transcripts/{session}',
    method: 'get',
    name: 'readTranscript',
    summary: 'Read a conversation',
    answer: { status: 200, says: 'Its turns, and what each attempt used.', schema: 'Transcript' },
    fails: [...SITE_FAILURES, 'unknown_session', 'history_unavailable', 'site_misconfigured'],
  },
  {
    path: '/v1/owner/sites/{site}/exports',
    method: 'post',
    name: 'exportTranscripts',
    summary: 'Read many',
    description: '40 at most; those that are gone are left out, those that cannot be read are named.',
    body: { schema: 'ExportRequest', example: { sessions: [] } },
    answer: { status: 200, says: 'The conversations.', schema: 'Exported' },
    fails: [...WRITING_FAILURES, 'site_misconfigured'],
  },
  {
    path: '/v1/owner/sites/{site}/transcripts/{session}',
    method: 'delete',
    name: 'eraseTranscript',
    summary: 'Erase a conversation',
    description: 'As if its visitor had asked for it.',
    answer: { status: 204, says: 'It is gone.' },
    fails: [...SITE_FAILURES, 'unknown_session', 'site_misconfigured', 'session_unavailable'],
  },
  {
    path: '/v1/owner/sites/{site}/usage',
    method: 'get',
    name: 'readUsage',
    summary: 'What was used',
    description: 'By UTC day, persona version, provider and model; 366 days at most.',
    parameters: [
      { ...day('from', 'The first day.', '2026-11-01'), isRequired: true },
      { ...day('to', 'The last day; with it.', '2026-11-30'), isRequired: true },
    ],
    answer: { status: 200, says: 'Turns, tokens, cost, waits and ratings.', schema: 'Usage' },
    fails: [...SITE_FAILURES, 'invalid_body', 'site_misconfigured'],
  },
  {
    path: '/v1/owner/sites/{site}/budgets',
    method: 'get',
    name: 'readBudgets',
    summary: 'What is left of the limits',
    answer: { status: 200, says: 'Limits that are set, and what the next question meets.', schema: 'Budgets' },
    fails: [...SITE_FAILURES, 'site_misconfigured'],
  },
  {
    path: '/v1/owner/sites/{site}',
    method: 'delete',
    name: 'removeSite',
    summary: 'Remove a site',
    description: 'Settings, versions and draft go; conversations go when their retention is over. Say its name twice.',
    body: { schema: 'RemoveSite', example: { site: 'acme' } },
    answer: { status: 204, says: 'It is gone.' },
    fails: [...PUBLISHING_FAILURES, 'demo_stays'],
  },
]

export const owner: Chapter = {
  tag: 'Owner',
  description:
    'What the console and `npm run sites` ask. A program brings `OWNER_KEY`; the console its cookie and, with every request, the CSRF token that signing in gave it. No other origin may read an answer.',
  security: [{ ownerKey: [] }, COOKIE],
  operations: [...access, ...sites, ...read],
}
