/** The API's description of the addresses that the console and `npm run sites` call. */
import {
  OWNER,
  type CHECKS,
  type OWN_SITES,
  type SIGN_IN,
  type TRANSCRIPTS,
  type USAGE,
} from '../../protocol/api/owner.ts'
import type { Chapter, ChapterWords } from './chapter.ts'

const signIn: ChapterWords<typeof SIGN_IN> = {
  signIn: {
    summary: 'Sign in',
    description:
      'Takes the key, a one-time code, or neither if Cloudflare Access has signed the owner in. Only from the console’s own origin. Sets the cookie.',
    example: { key: 'ik-…' },
    says: 'Signed in.',
  },
  readOwnerSession: {
    summary: 'Read the session of the cookie',
    says: 'Its CSRF token, and the time when it ends.',
  },
  signOut: {
    summary: 'Sign out',
    says: 'The cookie is no longer valid.',
  },
  signOutEverywhere: {
    summary: 'Sign out everywhere',
    says: 'Every session and every unused code is no longer valid.',
  },
  makeSignInCode: {
    summary: 'Create a sign-in link',
    says: 'The code for one sign-in, at `/console/#code=<code>`.',
  },
  readSetup: {
    summary: 'Read what the Worker offers to all its sites',
    says: 'The providers with their models, without keys.',
  },
}

const sites: ChapterWords<typeof OWN_SITES> = {
  listSites: {
    summary: 'List all sites',
    says: 'The sites by name; `demo` is always there.',
  },
  createSite: {
    summary: 'Create a site',
    description: 'It is published at once. Settings that are left out have their defaults.',
    example: {
      site: 'acme',
      settings: {
        name: 'Ada',
        instructions: 'You help visitors of a bookshop.',
        allowedOrigins: ['http://localhost:8788'],
      },
    },
    says: 'The site.',
  },
  readOwnSite: {
    summary: 'Read a site, with its live settings and its draft',
    says: 'The site.',
  },
  removeSite: {
    summary: 'Delete a site',
    description:
      'Settings, versions and draft are deleted at once; conversations are deleted when their retention is over. The body repeats the site’s name.',
    example: { site: 'acme' },
    says: 'It is gone.',
  },
  saveDraft: {
    summary: 'Save the draft',
    description: '`revision` is the revision of the draft that this one is based on, or 0 if there was none.',
    example: { settings: { name: 'Ada', allowedOrigins: ['http://localhost:8788'] }, revision: 0 },
    says: 'The draft as it is stored.',
  },
  dropDraft: {
    summary: 'Drop the draft',
    example: { revision: 1 },
    says: 'The draft is gone.',
  },
  publishDraft: {
    summary: 'Publish the draft',
    description: '`live` is the version that was live when the owner last looked.',
    example: { revision: 1, live: 1, note: 'A shorter greeting' },
    says: 'The new version, which is live.',
  },
  listVersions: {
    summary: 'List what was published',
    queryExample: { before: 20 },
    says: 'The newest first, at most 20.',
  },
  goLive: {
    summary: 'Make an earlier or later version live',
    example: { version: 1, live: 2 },
    says: 'The site.',
  },
  pauseSite: {
    summary: 'Pause or resume a site',
    example: { paused: false },
    says: 'The site.',
  },
  previewSettings: {
    summary: 'Try settings out',
    description: 'Creates a site with another name, for one day, for the console’s own origin. Nothing is counted.',
    example: { settings: { name: 'Ada', temperature: 0.2 } },
    says: 'The name to put into `data-site`.',
  },
}

const checks: ChapterWords<typeof CHECKS> = {
  readReadiness: {
    summary: 'Check whether visitors can get an answer',
    description: 'Checks the live settings, as far as possible without asking the provider.',
    says: 'What is well, and what is not.',
  },
  checkSettings: {
    summary: 'Check whether visitors would get an answer with these settings',
    description: 'Checks settings before they are published, as far as possible without asking the provider.',
    example: { settings: { name: 'Ada', spendPerDay: 5 } },
    says: 'What is well, and what is not.',
  },
  checkPage: {
    summary: 'Check whether the chat works on a page',
    example: { page: 'https://acme.example/' },
    says: 'What is well, and what is not.',
  },
}

const transcripts: ChapterWords<typeof TRANSCRIPTS> = {
  listTranscripts: {
    summary: 'Find conversations',
    queryExample: {},
    says: 'A page of conversations, the last changed first.',
  },
  readTranscript: {
    summary: 'Read a conversation',
    says: 'Its turns, and what each attempt used.',
  },
  exportTranscripts: {
    summary: 'Read several conversations',
    description: 'At most 40. Those that are gone are left out; those that cannot be read are named.',
    example: { sessions: [] },
    says: 'The conversations.',
  },
  eraseTranscript: {
    summary: 'Erase a conversation',
    description: 'The same as when its visitor asks for it.',
    says: 'It is gone.',
  },
}

const usage: ChapterWords<typeof USAGE> = {
  readUsage: {
    summary: 'Read the usage',
    description: 'By UTC day, persona version, provider and model; at most 366 days.',
    queryExample: { from: '2026-11-01', to: '2026-11-30' },
    says: 'Turns, tokens, cost, waits and ratings.',
  },
  readBudgets: {
    summary: 'Read what is left of the limits',
    says: 'The limits that are set, and what applies to the next question.',
  },
}

export const owner: Chapter = {
  tag: 'Owner',
  description:
    'What the console and `npm run sites` call. A program sends `OWNER_KEY`. The console sends its cookie and, with every request, the CSRF token from signing in. No other origin may read an answer.',
  addresses: OWNER,
  words: { ...signIn, ...sites, ...checks, ...transcripts, ...usage },
}
