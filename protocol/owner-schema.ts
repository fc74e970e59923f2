/** The shapes of `owner.ts` as schemas, under the names that they have there: see `wire-schema.ts`. */
import * as v from 'valibot'
import {
  EXPORT_SESSIONS,
  WRITINGS,
  type Budget,
  type BudgetLimit,
  type Budgets,
  type Draft,
  type FeedbackDay,
  type Finding,
  type FindingReason,
  type GoLive,
  type OwnerSession,
  type Preview,
  type Publish,
  type RefusedDay,
  type SaveDraft,
  type Setup,
  type SignInCode,
  type SiteDetails,
  type SiteSummary,
  type Transcript,
  type TranscriptPage,
  type TranscriptReceipt,
  type TranscriptSummary,
  type SiteUsage,
  type UsageDay,
  type Version,
  type Waits,
} from './owner.ts'
import type { Same } from './same.ts'
import { settingsSchema } from './site.ts'
import { count, failureCode, time, turn, turnState } from './wire-schema.ts'

const text = v.string()
const textOrNull = v.nullable(text)
const countOrNull = v.nullable(count)
const timeOrNull = v.nullable(time)
export const day = v.pipe(text, v.isoDate())
export const settings = settingsSchema()

export const ownerSession = v.object({ csrf: text, expiresAt: time })
export const signIn = v.object({ key: v.exactOptional(text), code: v.exactOptional(text) })
export const signInCode = v.object({ code: text, expiresAt: time })
export const setup = v.object({
  providers: v.array(v.object({ name: text, model: text, models: v.array(text) })),
  pricesOf: day,
  isDemo: v.boolean(),
  origin: text,
})

export const siteSummary = v.object({
  site: text,
  name: text,
  paused: v.boolean(),
  version: count,
  publishedAt: timeOrNull,
  draftedAt: timeOrNull,
})
export const sites = v.object({ sites: v.array(siteSummary) })
export const draft = v.object({ settings, revision: count, basedOn: count, updatedAt: time })
export const siteDetails = v.object({ ...siteSummary.entries, live: settings, draft: v.nullable(draft) })
export const newSite = v.object({ site: text, settings: v.exactOptional(settings) })
export const removeSite = v.object({ site: text })
export const saveDraft = v.object({ settings, revision: count })
export const dropDraft = v.object({ revision: count })
export const publish = v.object({ revision: count, live: count, note: v.pipe(text, v.maxLength(500)) })
export const version = v.object({ version: count, publishedAt: time, note: text, settings })
export const versions = v.object({ versions: v.array(version) })
export const goLive = v.object({ version: count, live: count })
export const pause = v.object({ paused: v.boolean() })
export const previewRequest = v.object({ settings })
export const preview = v.object({ site: text, expiresAt: time })

const writing = v.picklist(WRITINGS)
export const transcriptSummary = v.object({
  session: text,
  title: text,
  excerpt: textOrNull,
  firstTurnAt: time,
  lastTurnAt: time,
  turns: count,
  ups: count,
  downs: count,
  troubles: v.array(turnState),
  versions: v.array(count),
  writing,
})
export const transcriptPage = v.object({ sessions: v.array(transcriptSummary), next: textOrNull, refused: count })
export const transcriptReceipt = v.object({
  seq: count,
  attempt: count,
  personaVersion: count,
  provider: textOrNull,
  model: textOrNull,
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  reasoningTokens: count,
  isEstimated: v.boolean(),
  costMicroUsd: countOrNull,
  firstWordMilliseconds: countOrNull,
  wholeMilliseconds: countOrNull,
})
export const transcript = v.object({
  session: text,
  updatedAt: time,
  turns: v.array(turn),
  receipts: v.array(transcriptReceipt),
})
export const exportRequest = v.object({ sessions: v.pipe(v.array(text), v.maxLength(EXPORT_SESSIONS)) })
export const exported = v.object({ transcripts: v.array(transcript), unreadable: v.array(text) })

export const waits = v.object({
  attempts: count,
  milliseconds: count,
  histogram: v.array(v.object({ atMostMilliseconds: v.number(), attempts: count })),
})
export const usageDay = v.object({
  day,
  personaVersion: count,
  provider: textOrNull,
  model: textOrNull,
  sessions: count,
  turns: count,
  attempts: count,
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  reasoningTokens: count,
  estimated: count,
  unpriced: count,
  costMicroUsd: count,
  states: v.record(turnState, v.exactOptional(count)),
  failures: v.record(failureCode, v.exactOptional(count)),
  firstWord: waits,
  whole: waits,
})
export const feedbackDay = v.object({ day, personaVersion: count, ups: count, downs: count })
export const refusedDay = v.object({ day, code: failureCode, questions: count })
export const usage = v.object({ days: v.array(usageDay), feedback: v.array(feedbackDay), refused: v.array(refusedDay) })

export const budgetLimit = v.picklist([
  'turnsPerDay',
  'tokensPerDay',
  'spendPerDay',
  'turnsPerMonth',
  'tokensPerMonth',
  'spendPerMonth',
])
export const budget = v.object({
  limit: budgetLimit,
  period: v.picklist(['day', 'month']),
  unit: v.picklist(['turns', 'tokens', 'microUsd']),
  most: count,
  used: count,
  reserved: count,
  resetsAt: time,
})
export const budgets = v.object({
  budgets: v.array(budget),
  step: v.picklist(['open', 'warned', 'cheaper', 'fallback', 'closed']),
})

export const checkRequest = v.object({ page: v.pipe(text, v.maxLength(2000)) })
const isReason = (_reason: string): _reason is FindingReason | '' => true
export const finding = v.object({
  about: v.picklist([
    'page',
    'tag',
    'origin',
    'csp',
    'upstream',
    'key',
    'model',
    'quota',
    'clock',
    'price',
    'instructions',
    'paused',
    'bots',
    'identity',
  ]),
  state: v.picklist(['well', 'wrong', 'unknown']),
  reason: v.pipe(text, v.guard(isReason)),
  detail: text,
})
export const findings = v.object({ findings: v.array(finding) })

type Holds<Schema extends v.GenericSchema, Shape> = Same<v.InferOutput<Schema>, Shape>
true satisfies Holds<typeof ownerSession, OwnerSession>
true satisfies Holds<typeof signInCode, SignInCode>
true satisfies Holds<typeof setup, Setup>
true satisfies Holds<typeof siteSummary, SiteSummary>
true satisfies Holds<typeof draft, Draft>
true satisfies Holds<typeof siteDetails, SiteDetails>
true satisfies Holds<typeof saveDraft, Omit<SaveDraft, 'settings'> & Pick<Draft, 'settings'>>
true satisfies Holds<typeof publish, Publish>
true satisfies Holds<typeof version, Version>
true satisfies Holds<typeof goLive, GoLive>
true satisfies Holds<typeof preview, Preview>
true satisfies Holds<typeof transcriptSummary, TranscriptSummary>
true satisfies Holds<typeof transcriptPage, TranscriptPage>
true satisfies Holds<typeof transcriptReceipt, TranscriptReceipt>
true satisfies Holds<typeof transcript, Transcript>
true satisfies Holds<typeof waits, Waits>
true satisfies Holds<typeof usageDay, UsageDay>
true satisfies Holds<typeof feedbackDay, FeedbackDay>
true satisfies Holds<typeof refusedDay, RefusedDay>
true satisfies Holds<typeof usage, SiteUsage>
true satisfies Holds<typeof budgetLimit, BudgetLimit>
true satisfies Holds<typeof budget, Budget>
true satisfies Holds<typeof budgets, Budgets>
true satisfies Holds<typeof finding, Finding>
