/** Every shape of the API as JSON Schema 2020-12, which is what OpenAPI 3.1 takes. */
import { toJsonSchemaDefs } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { pageContext } from '../../protocol/turn/question.ts'
import * as owner from '../../protocol/owner-schema.ts'
import * as wire from '../../protocol/wire-schema.ts'
import { withExtensions } from '../extensions.ts'
import { readComments } from './comments.ts'

/** Of Chat Completions only what we look at is described: the provider judges the rest, and what it answers passes through. */
const programs = {
  chatCompletionRequest: v.objectWithRest(
    {
      model: v.string(),
      messages: v.array(v.objectWithRest({ role: v.string() }, v.unknown())),
      stream: v.exactOptional(v.boolean()),
    },
    v.unknown(),
  ),
  chatCompletion: v.objectWithRest({ choices: v.array(v.unknown()) }, v.unknown()),
  model: v.object({ id: v.string(), object: v.literal('model'), created: v.number(), owned_by: v.string() }),
}
const models = v.object({ object: v.literal('list'), data: v.array(programs.model) })
const health = v.object({
  ok: v.boolean(),
  version: v.string(),
  missing: v.optional(v.array(v.string())),
  wrong: v.optional(v.array(v.string())),
})

const SHAPES = {
  Refusal: wire.refusal,
  FailureCode: wire.failureCode,
  FailureBody: wire.failureBody,
  SettingProblem: wire.settingProblem,
  SiteView: wire.siteView,
  SessionRequest: wire.sessionRequest,
  SessionToken: wire.sessionToken,
  SessionView: wire.sessionView,
  TurnRequest: wire.turnRequest,
  PageContext: pageContext,
  Retry: wire.retry,
  Rate: wire.rate,
  Rated: wire.rated,
  Stopped: wire.stopped,
  TurnState: wire.turnState,
  Turn: wire.turn,
  TurnHead: wire.turnHead,
  EarlierAttempt: wire.earlierAttempt,
  Feedback: wire.feedback,
  TurnEvent: wire.turnEvent,
  Settings: owner.settings,
  OwnerSession: owner.ownerSession,
  SignIn: owner.signIn,
  SignInCode: owner.signInCode,
  Setup: owner.setup,
  SiteSummary: owner.siteSummary,
  Sites: owner.sites,
  Draft: owner.draft,
  SiteDetails: owner.siteDetails,
  NewSite: owner.newSite,
  RemoveSite: owner.removeSite,
  SaveDraft: owner.saveDraft,
  DropDraft: owner.dropDraft,
  Publish: owner.publish,
  Version: owner.version,
  Versions: owner.versions,
  GoLive: owner.goLive,
  Pause: owner.pause,
  PreviewRequest: owner.previewRequest,
  Preview: owner.preview,
  TranscriptSummary: owner.transcriptSummary,
  TranscriptPage: owner.transcriptPage,
  TranscriptReceipt: owner.transcriptReceipt,
  Transcript: owner.transcript,
  ExportRequest: owner.exportRequest,
  Exported: owner.exported,
  Waits: owner.waits,
  UsageDay: owner.usageDay,
  FeedbackDay: owner.feedbackDay,
  Usage: owner.usage,
  Budget: owner.budget,
  Budgets: owner.budgets,
  CheckRequest: owner.checkRequest,
  Finding: owner.finding,
  Findings: owner.findings,
  ChatCompletionRequest: programs.chatCompletionRequest,
  ChatCompletion: programs.chatCompletion,
  Model: programs.model,
  Models: models,
  Health: health,
} satisfies Record<string, v.GenericSchema>

export type SchemaName = keyof typeof SHAPES
export const refTo = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })

export function schemas(): Record<string, object> {
  const comments = readComments(new URL('../../protocol/', import.meta.url))
  const converted = toJsonSchemaDefs(SHAPES, {
    target: 'draft-2020-12',
    typeMode: 'input',
    // What is checked by a function has no words in JSON Schema: the Worker says it.
    errorMode: 'ignore',
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  })
  return Object.fromEntries(
    Object.entries(converted).map(([name, schema]) => [
      name,
      Object(withExtensions(described(schema, comments[name]?.fields ?? {}))),
    ]),
  )
}

function described(schema: { properties?: object | undefined }, fields: Readonly<Record<string, string>>): object {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { ...property, ...(fields[name] && { description: fields[name] }) },
  ])
  return properties.length === 0 ? schema : { ...schema, properties: Object.fromEntries(properties) }
}
