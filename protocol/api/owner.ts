/** What the console and `npm run sites` call. */
import { SETTINGS_BYTES } from '../sizes.ts'
import type { Address } from './address.ts'

type Addresses = Readonly<Record<string, Address>>

export const SIGN_IN = {
  signIn: {
    method: 'POST',
    path: '/v1/owner/session',
    by: 'anybody',
    body: 'SignIn',
    answer: { status: 201, schema: 'OwnerSession' },
    fails: [
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
  readOwnerSession: {
    method: 'GET',
    path: '/v1/owner/session',
    by: 'console',
    answer: { status: 200, schema: 'OwnerSession' },
  },
  signOut: { method: 'DELETE', path: '/v1/owner/session', by: 'owner', answer: { status: 204 } },
  signOutEverywhere: { method: 'DELETE', path: '/v1/owner/sessions', by: 'owner', answer: { status: 204 } },
  makeSignInCode: {
    method: 'POST',
    path: '/v1/owner/sign-in-codes',
    by: 'owner',
    answer: { status: 201, schema: 'SignInCode' },
  },
  readSetup: {
    method: 'GET',
    path: '/v1/owner/setup',
    by: 'owner',
    answer: { status: 200, schema: 'Setup' },
    fails: ['site_misconfigured'],
  },
} as const satisfies Addresses

export const OWN_SITES = {
  listSites: { method: 'GET', path: '/v1/owner/sites', by: 'owner', answer: { status: 200, schema: 'Sites' } },
  createSite: {
    method: 'POST',
    path: '/v1/owner/sites',
    by: 'owner',
    body: 'NewSite',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 201, schema: 'SiteDetails' },
    fails: ['settings_invalid', 'site_name_invalid', 'site_exists', 'publish_failed'],
  },
  readOwnSite: {
    method: 'GET',
    path: '/v1/owner/sites/:site',
    by: 'owner',
    answer: { status: 200, schema: 'SiteDetails' },
  },
  removeSite: {
    method: 'DELETE',
    path: '/v1/owner/sites/:site',
    by: 'owner',
    body: 'RemoveSite',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 204 },
    fails: ['publish_failed', 'demo_stays'],
  },
  saveDraft: {
    method: 'PUT',
    path: '/v1/owner/sites/:site/draft',
    by: 'owner',
    body: 'SaveDraft',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 200, schema: 'Draft' },
    fails: ['settings_invalid', 'settings_conflict'],
  },
  dropDraft: {
    method: 'DELETE',
    path: '/v1/owner/sites/:site/draft',
    by: 'owner',
    body: 'DropDraft',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 204 },
    fails: ['settings_conflict'],
  },
  publishDraft: {
    method: 'POST',
    path: '/v1/owner/sites/:site/versions',
    by: 'owner',
    body: 'Publish',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 201, schema: 'Version' },
    fails: ['publish_failed', 'settings_conflict'],
  },
  listVersions: {
    method: 'GET',
    path: '/v1/owner/sites/:site/versions',
    by: 'owner',
    query: 'VersionsQuery',
    answer: { status: 200, schema: 'Versions' },
    fails: ['invalid_body'],
  },
  goLive: {
    method: 'PUT',
    path: '/v1/owner/sites/:site/live',
    by: 'owner',
    body: 'GoLive',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 200, schema: 'SiteDetails' },
    fails: ['publish_failed', 'settings_conflict', 'unknown_version'],
  },
  pauseSite: {
    method: 'PUT',
    path: '/v1/owner/sites/:site/paused',
    by: 'owner',
    body: 'Pause',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 200, schema: 'SiteDetails' },
    fails: ['publish_failed'],
  },
  previewSettings: {
    method: 'POST',
    path: '/v1/owner/sites/:site/previews',
    by: 'owner',
    body: 'PreviewRequest',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 201, schema: 'Preview' },
    fails: ['publish_failed', 'settings_invalid'],
  },
} as const satisfies Addresses

export const CHECKS = {
  readReadiness: {
    method: 'GET',
    path: '/v1/owner/sites/:site/readiness',
    by: 'owner',
    answer: { status: 200, schema: 'Findings' },
    fails: ['site_misconfigured'],
  },
  checkSettings: {
    method: 'POST',
    path: '/v1/owner/sites/:site/readiness',
    by: 'owner',
    body: 'PreviewRequest',
    bodyBytes: SETTINGS_BYTES,
    answer: { status: 200, schema: 'Findings' },
    fails: ['settings_invalid', 'site_misconfigured'],
  },
  checkPage: {
    method: 'POST',
    path: '/v1/owner/sites/:site/checks',
    by: 'owner',
    body: 'CheckRequest',
    answer: { status: 200, schema: 'Findings' },
    fails: ['site_misconfigured'],
  },
} as const satisfies Addresses

export const TRANSCRIPTS = {
  listTranscripts: {
    method: 'GET',
    path: '/v1/owner/sites/:site/transcripts',
    by: 'owner',
    query: 'TranscriptQuery',
    answer: { status: 200, schema: 'TranscriptPage' },
    fails: ['invalid_body', 'site_misconfigured'],
  },
  readTranscript: {
    method: 'GET',
    path: '/v1/owner/sites/:site/transcripts/:session',
    by: 'owner',
    answer: { status: 200, schema: 'Transcript' },
    fails: ['unknown_session', 'history_unavailable', 'site_misconfigured'],
  },
  exportTranscripts: {
    method: 'POST',
    path: '/v1/owner/sites/:site/exports',
    by: 'owner',
    body: 'ExportRequest',
    answer: { status: 200, schema: 'Exported' },
    fails: ['site_misconfigured'],
  },
  eraseTranscript: {
    method: 'DELETE',
    path: '/v1/owner/sites/:site/transcripts/:session',
    by: 'owner',
    answer: { status: 204 },
    fails: ['unknown_session', 'site_misconfigured', 'session_unavailable'],
  },
} as const satisfies Addresses

export const USAGE = {
  readUsage: {
    method: 'GET',
    path: '/v1/owner/sites/:site/usage',
    by: 'owner',
    query: 'UsageQuery',
    answer: { status: 200, schema: 'SiteUsage' },
    fails: ['invalid_body', 'site_misconfigured'],
  },
  readBudgets: {
    method: 'GET',
    path: '/v1/owner/sites/:site/budgets',
    by: 'owner',
    answer: { status: 200, schema: 'Budgets' },
    fails: ['site_misconfigured'],
  },
} as const satisfies Addresses

export const OWNER = { ...SIGN_IN, ...OWN_SITES, ...CHECKS, ...TRANSCRIPTS, ...USAGE } as const
