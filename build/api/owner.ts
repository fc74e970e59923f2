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
      'With the key, with a one-time code, or with neither where Cloudflare Access has signed the owner in. From the console’s own origin only. Sets the cookie.',
    example: { key: 'ik-…' },
    says: 'Signed in.',
  },
  readOwnerSession: {
    summary: 'The session of the cookie',
    says: 'Its CSRF token, and when it ends.',
  },
  signOut: {
    summary: 'Sign out',
    says: 'The cookie is worth nothing any more.',
  },
  signOutEverywhere: {
    summary: 'Sign out everywhere',
    says: 'Every session and every unused code has ended.',
  },
  makeSignInCode: {
    summary: 'Make a link that signs in',
    says: 'Good for one sign-in, at `/console/#code=<code>`.',
  },
  readSetup: {
    summary: 'What the Worker offers to all its sites',
    says: 'Providers with their models; no keys.',
  },
}

const sites: ChapterWords<typeof OWN_SITES> = {
  listSites: {
    summary: 'All sites',
    says: 'By name; `demo` is always there.',
  },
  createSite: {
    summary: 'Make a site',
    description: 'Published at once. What `settings` leaves out has its default.',
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
    summary: 'A site, with what is live and what is being written',
    says: 'The site.',
  },
  removeSite: {
    summary: 'Remove a site',
    description: 'Settings, versions and draft go; conversations go when their retention is over. Say its name twice.',
    example: { site: 'acme' },
    says: 'It is gone.',
  },
  saveDraft: {
    summary: 'Save the draft',
    description: '`revision` is that of the draft it was made from, 0 where there was none.',
    example: { settings: { name: 'Ada', allowedOrigins: ['http://localhost:8788'] }, revision: 0 },
    says: 'The draft as it is kept.',
  },
  dropDraft: {
    summary: 'Drop the draft',
    example: { revision: 1 },
    says: 'There is none any more.',
  },
  publishDraft: {
    summary: 'Publish the draft',
    description: '`live` is the version that was live when its owner looked.',
    example: { revision: 1, live: 1, note: 'A shorter greeting' },
    says: 'The new version: it is live.',
  },
  listVersions: {
    summary: 'What was published',
    queryExample: { before: 20 },
    says: 'The newest first, 20 at most.',
  },
  goLive: {
    summary: 'Go back to a version, or forward',
    example: { version: 1, live: 2 },
    says: 'The site.',
  },
  pauseSite: {
    summary: 'Pause a site, or let it go on',
    example: { paused: false },
    says: 'The site.',
  },
  previewSettings: {
    summary: 'Try settings out',
    description: 'A site of another name, for a day, for the console’s own origin; it counts for nothing.',
    example: { settings: { name: 'Ada', temperature: 0.2 } },
    says: 'The name to put into `data-site`.',
  },
}

const checks: ChapterWords<typeof CHECKS> = {
  readReadiness: {
    summary: 'Whether visitors can get an answer',
    description: 'Of what is live, as far as it is known without asking the provider.',
    says: 'What is well, and what is not.',
  },
  checkSettings: {
    summary: 'Whether visitors would get an answer with these settings',
    description: 'Before they are published, as far as it is known without asking the provider.',
    example: { settings: { name: 'Ada', spendPerDay: 5 } },
    says: 'What is well, and what is not.',
  },
  checkPage: {
    summary: 'Whether the chat works on a page',
    example: { page: 'https://acme.example/' },
    says: 'What is well, and what is not.',
  },
}

const transcripts: ChapterWords<typeof TRANSCRIPTS> = {
  listTranscripts: {
    summary: 'Find conversations',
    queryExample: {},
    says: 'A page of them, the last changed first.',
  },
  readTranscript: {
    summary: 'Read a conversation',
    says: 'Its turns, and what each attempt used.',
  },
  exportTranscripts: {
    summary: 'Read many',
    description: '40 at most; those that are gone are left out, those that cannot be read are named.',
    example: { sessions: [] },
    says: 'The conversations.',
  },
  eraseTranscript: {
    summary: 'Erase a conversation',
    description: 'As if its visitor had asked for it.',
    says: 'It is gone.',
  },
}

const usage: ChapterWords<typeof USAGE> = {
  readUsage: {
    summary: 'What was used',
    description: 'By UTC day, persona version, provider and model; 366 days at most.',
    queryExample: { from: '2026-11-01', to: '2026-11-30' },
    says: 'Turns, tokens, cost, waits and ratings.',
  },
  readBudgets: {
    summary: 'What is left of the limits',
    says: 'Limits that are set, and what the next question meets.',
  },
}

export const owner: Chapter = {
  tag: 'Owner',
  description:
    'What the console and `npm run sites` ask. A program brings `OWNER_KEY`; the console its cookie and, with every request, the CSRF token that signing in gave it. No other origin may read an answer.',
  addresses: OWNER,
  words: { ...signIn, ...sites, ...checks, ...transcripts, ...usage },
}
