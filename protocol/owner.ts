/**
 * What the console (and `npm run sites`) and the Worker say to each other under `/v1/owner`. JSON both ways; times are ISO
 * 8601 in UTC unless a name says milliseconds; errors are `{error}` as everywhere.
 *
 * Who asks: the console brings the session's cookie and, with every request but the first two, `CSRF_HEADER`; a program
 * brings `Authorization: Bearer <OWNER_KEY>` and neither.
 */
import type { FailureCode } from './failure.ts'
import type { Settings } from './site.ts'
import type { Turn, TurnState } from './wire.ts'

export const CSRF_HEADER = 'x-inglenook-csrf'

/** An owner key with fewer is not taken: it could be guessed. `npm run setup` makes longer ones. */
export const OWNER_KEY_CHARACTERS = 32

/**
 * `POST /v1/owner/session` `{key}` or `{code}`, or `{}` where Cloudflare Access has signed the owner in, → 201 and the cookie;
 * `GET /v1/owner/session` with the cookie.
 */
export interface OwnerSession {
  csrf: string
  /** At the latest: an hour without a request ends it too. */
  expiresAt: string
}

/** `POST /v1/owner/sign-in-codes` → 201: good for one sign-in, at `/console/#code=<code>`. */
export interface SignInCode {
  code: string
  expiresAt: string
}
// `DELETE /v1/owner/session` → 204: signed out. `DELETE /v1/owner/sessions` → 204: everywhere.

/** What a Worker offers to all its sites: `GET /v1/owner/setup`. */
export interface Setup {
  /** Of each the models that have a price, first those that the owner names. */
  providers: { name: string; model: string; models: string[] }[]
  /** When the prices that come with the Worker were read from the providers' pages. The owner's own go before them. */
  pricesOf: string
  /** The demo model of `npm start` answers, and no real one: visitors are told so, too. */
  isDemo: boolean
  /** The origin that pages fetch the chat from. */
  origin: string
}

/** One entry of `GET /v1/owner/sites` → `{sites}`, by name; `demo` is always there. */
export interface SiteSummary {
  site: string
  /** The persona's name, of what is live. */
  name: string
  paused: boolean
  /** The version that is live; 0 before anything was published. */
  version: number
  publishedAt: string | null
  /** When the draft was changed last; null when there is none. */
  draftedAt: string | null
}

/** What is being written and not published. */
export interface Draft {
  settings: Settings
  /** Counts every change of it: a change names the one it was made from. */
  revision: number
  /** The version that was live when it was begun. */
  basedOn: number
  updatedAt: string
}

/** `GET /v1/owner/sites/:site` */
export interface SiteDetails extends SiteSummary {
  live: Settings
  draft: Draft | null
}

/**
 * `POST /v1/owner/sites` → 201 `SiteDetails`; what `settings` leaves out has its default, but for name, instructions, greeting and
 * starter prompts: those are plain English. Also the way to duplicate.
 */
export interface NewSite {
  site: string
  settings?: unknown
}

/** `PUT /v1/owner/sites/:site/draft` → `Draft`. `DELETE` `{revision}` → 204. */
export interface SaveDraft {
  settings: unknown
  /** Of the draft it was made from; 0 when there was none. Another one by now: `settings_conflict`. */
  revision: number
}

/** `POST /v1/owner/sites/:site/versions` → 201 `Version`. */
export interface Publish {
  /** Of the draft that is published. */
  revision: number
  /** The version that was live when its owner looked. Another one by now: `settings_conflict`. */
  live: number
  /** In the owner's words; may be empty. */
  note: string
}

/** `GET /v1/owner/sites/:site/versions?before=<version>` → `{versions}`, the newest first, 20 at most. */
export interface Version {
  version: number
  publishedAt: string
  note: string
  settings: Settings
}

/** `PUT /v1/owner/sites/:site/live` → `SiteDetails`: rolls back (or forward) to a version that was published before. */
export interface GoLive {
  version: number
  /** The version that was live when its owner looked. */
  live: number
}

// `PUT /v1/owner/sites/:site/paused` `{paused}` → `SiteDetails`.
// `DELETE /v1/owner/sites/:site` `{site}` → 204: settings, versions and draft go, transcripts go with their retention.

/**
 * `POST /v1/owner/sites/:site/previews` `{settings}` → 201: a site of another name, for a day, that answers as these settings
 * say and counts for nothing. The chat on the console's own origin may use it.
 */
export interface Preview {
  site: string
  expiresAt: string
}

export const TRANSCRIPT_STATES = ['complete', 'stopped', 'interrupted', 'failed'] as const
/** The script most of a session's questions are written in: what can be told without guessing. */
export const WRITINGS = ['latin', 'han', 'kana', 'hangul', 'cyrillic', 'arabic', 'devanagari', 'other'] as const
export type Writing = (typeof WRITINGS)[number]

/**
 * `GET /v1/owner/sites/:site/transcripts` → `TranscriptPage`. All of these in the query, all may be left out:
 * `after` (a page's `next`), `text` (words, all of them, in any of its turns), `feedback` (up, down, any), `state`,
 * `failure` (of any attempt), `from` and `to` (days, both with, of the last turn), `version`, `writing`.
 */
export interface TranscriptPage {
  sessions: TranscriptSummary[]
  /** For `after`; null on the last page. */
  next: string | null
  /** Questions in these days that were refused (`RefusedDay`): they are in no conversation. */
  refused: number
}

export interface TranscriptSummary {
  session: string
  /** The first question, cut. */
  title: string
  /**
   * Around the words that were looked for; null when none were. The words are between U+0001 and U+0002. U+0003 begins a
   * question, U+0004 an answer and U+0005 a visitor's comment; a conversation that was filed before there were these
   * three has none of them.
   */
  excerpt: string | null
  firstTurnAt: string
  lastTurnAt: string
  turns: number
  ups: number
  downs: number
  /** The states its turns ended in, without `complete`. */
  troubles: TurnState[]
  /** Of the persona, each that answered in it. */
  versions: number[]
  writing: Writing
}

/** What one attempt used: `GET /v1/owner/sites/:site/transcripts/:session` → `Transcript`. `DELETE` → 204. */
export interface TranscriptReceipt {
  seq: number
  attempt: number
  /** Of the persona that was asked. */
  personaVersion: number
  provider: string | null
  model: string | null
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  reasoningTokens: number
  isEstimated: boolean
  costMicroUsd: number | null
  firstWordMilliseconds: number | null
  wholeMilliseconds: number | null
}

export interface Transcript {
  session: string
  updatedAt: string
  turns: Turn[]
  receipts: TranscriptReceipt[]
}

/** `POST /v1/owner/sites/:site/exports` `{sessions}`, at most 40 → `Exported`; those that are gone are left out. */
export interface Exported {
  transcripts: Transcript[]
  /** Sessions whose conversation is kept and could not be read. */
  unreadable: string[]
}

export const EXPORT_SESSIONS = 40

/** `GET /v1/owner/sites/:site/usage?from=2026-11-01&to=2026-11-30` → `{days}`, of UTC days. */
export interface UsageDay {
  day: string
  personaVersion: number
  provider: string | null
  model: string | null
  /** Sessions that had their first turn on this day, whatever version and model: in the first entry of a day, 0 in the others. */
  sessions: number
  turns: number
  attempts: number
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  reasoningTokens: number
  /** Attempts whose tokens are our estimate, and those whose price is not known. */
  estimated: number
  unpriced: number
  costMicroUsd: number
  states: Partial<Record<TurnState, number>>
  failures: Partial<Record<FailureCode, number>>
  firstWord: Waits
  whole: Waits
}

export interface Waits {
  attempts: number
  milliseconds: number
  histogram: { atMostMilliseconds: number; attempts: number }[]
}

/** Ratings by the day they were given on and the version they were given to: `{days, feedback}`. */
export interface FeedbackDay {
  day: string
  personaVersion: number
  ups: number
  downs: number
}

/** Questions that no model was asked, because a limit was reached or the settings let nobody through. They are in no other figure. */
export interface RefusedDay {
  day: string
  code: FailureCode
  questions: number
}

export interface SiteUsage {
  days: UsageDay[]
  feedback: FeedbackDay[]
  refused: RefusedDay[]
}

/**
 * What may keep a chat from working. Of `csp` there may be several.
 *
 * `POST /v1/owner/sites/:site/checks` `{page}` → `{findings}`: what visitors of that page meet now.
 * `POST /v1/owner/sites/:site/readiness` `{settings}` → `{findings}`: whether these settings would get them an answer, as far as
 * that is known without asking anybody. `GET`: the same of what is live.
 */
export interface Finding {
  about:
    | 'page'
    | 'tag'
    | 'origin'
    | 'csp'
    | 'upstream'
    | 'key'
    | 'model'
    | 'quota'
    | 'clock'
    | 'price'
    | 'instructions'
    | 'paused'
    | 'bots'
    | 'identity'
  state: 'well' | 'wrong' | 'unknown'
  /** Why, for the console to put into words; empty when all is well. */
  reason: FindingReason | ''
  /** What belongs into that sentence: an address, a header's directive, a model. */
  detail: string
}

export type FindingReason =
  // page; also why the tag and the policy of a page are unknown
  | 'address_refused'
  | 'redirect_refused'
  | 'too_many_redirects'
  | 'page_unreachable'
  | 'page_slow'
  | 'page_status'
  | 'page_guarded'
  | 'not_html'
  | 'page_unread'
  | 'page_too_deep'
  // tag
  | 'tag_missing'
  | 'tag_by_manager'
  | 'tag_too_far'
  | 'tag_elsewhere'
  | 'tag_no_site'
  | 'tag_other_site'
  | 'tag_not_async'
  | 'tag_held_back'
  | 'tag_old'
  | 'tag_integrity'
  | 'tag_no_crossorigin'
  | 'tag_other_looks'
  // origin
  | 'origin_none'
  | 'origin_missing'
  | 'origin_in_draft'
  // csp; the detail is the whole directive as it should be
  | 'script_blocked'
  | 'nonce_missing'
  | 'requests_blocked'
  | 'pictures_blocked'
  | 'frames_blocked'
  | 'types_blocked'
  | 'upstream_unknown'
  // key, model, quota
  | 'providers_wrong'
  | 'key_missing'
  | 'key_refused'
  | 'provider_unreachable'
  | 'provider_slow'
  | 'not_an_api'
  | 'not_known_yet'
  | 'model_unknown'
  | 'request_refused'
  | 'no_credit'
  | 'quota_used'
  | 'rate_limited'
  // clock; the detail is how many seconds the Worker's is ahead
  | 'no_date'
  | 'clock_off'
  // price, of a limit on spending; the detail is whose: `openai: gpt-4.1-mini`
  | 'price_unknown'
  | 'notes_price_unknown'
  // instructions; the detail is the first of the lines
  | 'lines_to_fill'
  | 'paused'
  // bots
  | 'bots_site_key'
  | 'bots_secret'
  // identity
  | 'identity_key'

/** The limits of a whole site: in this order, those that reset first before those that reset later. */
export type BudgetLimit =
  | 'turnsPerDay'
  | 'tokensPerDay'
  | 'spendPerDay'
  | 'turnsPerMonth'
  | 'tokensPerMonth'
  | 'spendPerMonth'

export interface Budget {
  /** The setting that says how much. */
  limit: BudgetLimit
  /** Of UTC. */
  period: 'day' | 'month'
  unit: 'turns' | 'tokens' | 'microUsd'
  most: number
  used: number
  /** Held by sessions for questions that are being answered or expected, and not settled yet. */
  reserved: number
  resetsAt: string
}

/** `GET /v1/owner/sites/:site/budgets` → `Budgets`, as the settings that are live say. */
export interface Budgets {
  /** Only limits that are set. */
  budgets: Budget[]
  /** What the next question meets: `docs/limits.md`. */
  step: BudgetStep
}

/** In this order; `cheaper` and `fallback` only where the owner has set them. */
export type BudgetStep = 'open' | 'warned' | 'cheaper' | 'fallback' | 'closed'
