/** The configured providers in order, read from the deployment's variables, and which of them a site means. */
import * as v from 'valibot'
import { Failure } from '../../protocol/failure.ts'
import { baseUrlProblem, tidyBaseUrl, type Reach } from './base-url.ts'
import type { Dialect, Endpoint, KnownModels } from './dialect.ts'
import { DIALECT_NAMES, dialectOf, guessDialect } from './dialects.ts'
import type { ChatRequest } from './upstream.ts'

/** USD per million tokens. */
export interface Price {
  input: number
  /** For tokens from the provider's prompt cache; absent: as `input`. */
  cachedInput?: number | undefined
  output: number
}

export interface Provider extends Endpoint, KnownModels {
  /** The name that a site's `upstream` refers to; unique. */
  name: string
  dialect: Dialect
  /** For a persona that names none. */
  model: string
  /** Its known models, and their prices. */
  models: Readonly<Record<string, Price>>
}

interface Deployment {
  /** The variable PROVIDERS, text or JSON; empty: one provider `default` from the next two and the secret OPENAI_API_KEY. */
  providers: unknown
  baseUrl: string
  model: string
  /** The variable OPENAI_PRICES, text or JSON: that provider's prices by model; empty: the published ones (`list-prices.ts`). */
  prices?: unknown
  reach: Reach
  /** The value of a secret; empty when it is not set. */
  secret(name: string): string
}

const OPENAI = 'https://api.openai.com/v1'

const amount = () => v.pipe(v.number(), v.finite(), v.minValue(0))
const WORKER_SECRETS: ReadonlySet<string> = new Set(['SESSION_KEYS', 'OWNER_KEY', 'TURNSTILE_SECRETS', 'IDENTITY_KEYS'])
const secretName = () =>
  v.pipe(
    v.string(),
    v.regex(/^[A-Z][A-Z0-9_]*$/),
    v.check((name) => !WORKER_SECRETS.has(name), 'This secret belongs to the Worker itself, not to a provider.'),
  )

const pricesSchema = () =>
  v.record(v.string(), v.strictObject({ input: amount(), cachedInput: v.optional(amount()), output: amount() }))

const providerSchema = (reach: Reach) =>
  v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)),
    baseUrl: baseUrl(reach),
    secret: v.optional(secretName()),
    gatewaySecret: v.optional(secretName()),
    dialect: v.optional(v.picklist(DIALECT_NAMES)),
    model: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
    models: v.optional(pricesSchema(), {}),
    reasoning: v.optional(v.array(v.string()), []),
    apiVersion: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]*$/)), ''),
  })

const baseUrl = (reach: Reach) =>
  v.pipe(
    v.string(),
    v.check(
      (text) => baseUrlProblem(text, reach) === undefined,
      ({ input }) => baseUrlProblem(String(input), reach) ?? '',
    ),
    v.transform(tidyBaseUrl),
  )

const providersSchema = (reach: Reach) =>
  v.pipe(
    v.array(providerSchema(reach)),
    v.minLength(1),
    v.check((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names are unique'),
  )

/** @throws Failure `site_misconfigured` with the path of what is wrong, but never with a value. */
export function readProviders({ providers, reach, secret, ...single }: Deployment): readonly Provider[] {
  const told = toldIn(providers, 'PROVIDERS')
  if (told === undefined) return [singleProvider(single, reach, secret('OPENAI_API_KEY'))]
  return check(providersSchema(reach), told, 'PROVIDERS').map(
    ({ secret: keyName, gatewaySecret, dialect, ...same }) => ({
      ...same,
      dialect: dialectOf(dialect ?? guessDialect(same.baseUrl)),
      key: keyName === undefined ? '' : secret(keyName),
      gatewayToken: gatewaySecret === undefined ? '' : secret(gatewaySecret),
    }),
  )
}

function singleProvider(single: Pick<Deployment, 'baseUrl' | 'model' | 'prices'>, reach: Reach, key: string): Provider {
  const url = check(baseUrl(reach), single.baseUrl || OPENAI, 'OPENAI_BASE_URL')
  const prices = toldIn(single.prices, 'OPENAI_PRICES') ?? {}
  return {
    name: 'default',
    baseUrl: url,
    key,
    dialect: dialectOf(guessDialect(url)),
    model: single.model,
    models: check(pricesSchema(), prices, 'OPENAI_PRICES'),
    reasoning: [],
    apiVersion: '',
    gatewayToken: '',
  }
}

/** The value of a variable; undefined if it is empty. @throws Failure `site_misconfigured` if it is not JSON. */
function toldIn(variable: unknown, name: string): unknown {
  if (typeof variable !== 'string') return variable ?? undefined
  if (variable.trim() === '') return undefined
  try {
    return JSON.parse(variable)
  } catch {
    throw new Failure('site_misconfigured', { detail: `${name}: not JSON` })
  }
}

function check<Schema extends v.GenericSchema>(schema: Schema, value: unknown, name: string): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value)
  if (success) return output
  const path = v.getDotPath(issues[0])
  // Only messages of `check` are ours; the others quote the value.
  const why = issues[0].type === 'check' ? `: ${issues[0].message}` : ''
  throw new Failure('site_misconfigured', { detail: (path === null ? name : `${name}.${path}`) + why })
}

/**
 * The provider that a site names; the first one when it names none.
 *
 * @throws Failure `site_misconfigured` if none has that name: the site's persona must not go to another provider.
 */
export function chooseProvider(all: readonly Provider[], name: string): Provider {
  const wanted = name ? all.find((provider) => provider.name === name) : all[0]
  if (!wanted) throw new Failure('site_misconfigured', { param: 'upstream', detail: 'upstream: no such provider' })
  return wanted
}

/** The model of a site is meant for the provider that the site names; another provider must list it. */
export function modelAt(provider: Provider, wanted: Provider, { model }: Pick<ChatRequest, 'model'>): string {
  return model && (provider === wanted || Object.hasOwn(provider.models, model)) ? model : provider.model
}
