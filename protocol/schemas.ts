/**
 * Every shape of the API, under its name in the API's description (`build/openapi.ts`). The table of addresses uses them too.
 *
 * Import this file for its types only: at run time, only the schemas of the settings are needed.
 */
import type * as v from 'valibot'
import * as budget from './schemas/budget.ts'
import * as finding from './schemas/finding.ts'
import { health } from './schemas/health.ts'
import * as access from './schemas/owner-session.ts'
import * as site from './schemas/owner-site.ts'
import * as program from './schemas/program.ts'
import * as queries from './schemas/query.ts'
import * as asked from './schemas/turn-request.ts'
import { pageContext } from './schemas/question.ts'
import * as refused from './schemas/refusal.ts'
import * as session from './schemas/session.ts'
import { settingProblem } from './schemas/setting-problem.ts'
import * as published from './schemas/site-version.ts'
import * as usage from './schemas/site-usage.ts'
import * as transcripts from './schemas/transcript.ts'
import { turnEvent } from './schemas/turn-event.ts'
import * as turns from './schemas/turn.ts'
import { siteViewSchema } from './site.ts'

export const SCHEMAS = {
  Refusal: refused.refusal,
  FailureCode: refused.failureCode,
  FailureBody: refused.failureBody,
  SettingProblem: settingProblem,
  SiteView: siteViewSchema(),
  SessionRequest: session.sessionRequest,
  SessionToken: session.sessionToken,
  SessionView: session.sessionView,
  TurnRequest: asked.turnRequest,
  PageContext: pageContext,
  Retry: asked.retry,
  FeedbackRequest: asked.feedbackRequest,
  FeedbackSaved: turns.feedbackSaved,
  Stopped: turns.stopped,
  TurnState: turns.turnState,
  Turn: turns.turn,
  TurnHead: turns.turnHead,
  EarlierAttempt: turns.earlierAttempt,
  Feedback: turns.feedback,
  TurnEvent: turnEvent,
  Settings: site.settings,
  OwnerSession: access.ownerSession,
  SignIn: access.signIn,
  SignInCode: access.signInCode,
  Setup: access.setup,
  SiteSummary: site.siteSummary,
  Sites: site.sites,
  Draft: site.draft,
  SiteDetails: site.siteDetails,
  NewSite: site.newSite,
  RemoveSite: site.removeSite,
  SaveDraft: site.saveDraft,
  DropDraft: site.dropDraft,
  Publish: published.publish,
  Version: published.version,
  Versions: published.versions,
  GoLive: published.goLive,
  Pause: site.pause,
  PreviewRequest: site.previewRequest,
  Preview: site.preview,
  TranscriptSummary: transcripts.transcriptSummary,
  TranscriptPage: transcripts.transcriptPage,
  TranscriptReceipt: transcripts.transcriptReceipt,
  Transcript: transcripts.transcript,
  ExportRequest: transcripts.exportRequest,
  Exported: transcripts.exported,
  Waits: usage.waits,
  UsageDay: usage.usageDay,
  FeedbackDay: usage.feedbackDay,
  SiteUsage: usage.siteUsage,
  Budget: budget.budget,
  Budgets: budget.budgets,
  CheckRequest: finding.checkRequest,
  Finding: finding.finding,
  Findings: finding.findings,
  ChatCompletionRequest: program.chatCompletionRequest,
  ChatCompletion: program.chatCompletion,
  Model: program.model,
  Models: program.models,
  Health: health,
} satisfies Record<string, v.GenericSchema>

/** The parameters after an address's `?`. */
export const QUERIES = {
  VersionsQuery: queries.versionsQuery,
  TranscriptQuery: queries.transcriptQuery,
  UsageQuery: queries.usageQuery,
} satisfies Record<string, v.GenericSchema>

export type QueryName = keyof typeof QUERIES
export type SchemaName = keyof typeof SCHEMAS
