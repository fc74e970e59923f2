import type { Sampling } from '../../../protocol/settings/model.ts'
import type { KnownModels } from '../dialect.ts'
import type { Message } from '../message.ts'
import type { ChatRequest } from '../upstream.ts'

/** The body of a streamed request, in the API's own field names. Unset fields are left out. */
export type ChatBody = {
  model: string
  messages: Message[]
  stream: true
  stream_options: { include_usage: true }
} & SamplingFields

/**
 * Builds requests in the form that a provider's models accept.
 *
 * @param isStrict the provider's reasoning models refuse sampling settings.
 */
export const chatBody =
  (isStrict: boolean) =>
  (models: KnownModels, model: string, { messages, sampling }: ChatRequest): ChatBody => {
    const isReasoning = reasons(models, model)
    const kind = { isReasoning, isStrict: isReasoning && isStrict }
    const fields: SamplingFields = Object.assign(
      {},
      ...SETTINGS.map((setting) => fieldOf(setting, sampling[setting], kind)),
    )
    return { model, messages, ...fields, stream: true, stream_options: { include_usage: true } }
  }

/** o1, o3-mini, gpt-5, gpt-5.1-mini, gpt-10, `openai/o4-mini`; not gpt-4o and not gpt-5-chat-latest. */
const REASONING = /^(?:openai\/)?(?:o[1-9]\d*|gpt-(?:[5-9]|\d\d)(?:\.\d+)?)(?:-(?!chat)|$)/

/** By its name, or by the configuration: an Azure deployment can have any name. */
const reasons = ({ reasoning }: KnownModels, model: string): boolean =>
  reasoning.includes(model) || REASONING.test(model.toLowerCase())

/** The kind of model that is asked. */
interface ModelKind {
  /** It reasons before it answers. */
  isReasoning: boolean
  /** And its provider refuses sampling settings for such a model. */
  isStrict: boolean
}

/** The API's names of the sampling settings. */
type SamplingFields = {
  temperature?: number
  max_tokens?: number
  max_completion_tokens?: number
  top_p?: number
  presence_penalty?: number
  frequency_penalty?: number
  stop?: string[]
  seed?: number
  reasoning_effort?: NonNullable<Sampling['reasoningEffort']>
}

type Values = { [Setting in keyof Sampling]-?: NonNullable<Sampling[Setting]> }
type Translation = { [Setting in keyof Values]: (value: Values[Setting], kind: ModelKind) => SamplingFields }

/** A setting that a strict reasoning model rejects with 400. */
const unlessStrict = (kind: ModelKind, fields: SamplingFields): SamplingFields => (kind.isStrict ? {} : fields)

/**
 * Each setting under the API's name, in the form that this kind of model accepts. OpenAI's reasoning models answer 400 to
 * `max_tokens`, to sampling settings and to `stop`; other models answer 400 to `reasoning_effort`.
 *
 * Source: https://developers.openai.com/api/docs/guides/reasoning and the field notes of
 *   https://platform.openai.com/docs/api-reference/chat/create
 */
const FIELDS: Translation = {
  temperature: (temperature, kind) => unlessStrict(kind, { temperature }),
  maxTokens: (tokens, { isStrict }) => (isStrict ? { max_completion_tokens: tokens } : { max_tokens: tokens }),
  topP: (value, kind) => unlessStrict(kind, { top_p: value }),
  presencePenalty: (penalty, kind) => unlessStrict(kind, { presence_penalty: penalty }),
  frequencyPenalty: (penalty, kind) => unlessStrict(kind, { frequency_penalty: penalty }),
  stop: (stop, kind) => (stop.length > 0 ? unlessStrict(kind, { stop }) : {}),
  seed: (seed) => ({ seed }),
  reasoningEffort: (effort, { isReasoning }) => (isReasoning ? { reasoning_effort: effort } : {}),
}

const isSetting = (name: string): name is keyof Values => Object.hasOwn(FIELDS, name)
const SETTINGS: readonly (keyof Values)[] = Object.keys(FIELDS).filter(isSetting)

const fieldOf = <Setting extends keyof Values>(
  setting: Setting,
  value: Values[Setting] | undefined,
  kind: ModelKind,
): SamplingFields => (value === undefined ? {} : FIELDS[setting](value, kind))
