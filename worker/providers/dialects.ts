import { Failure } from '../../protocol/failure.ts'
import { isLoopback } from './base-url.ts'
import { bearer, chatCompletions } from './chat-completions/chat-completions.ts'
import type { Dialect, Endpoint } from './dialect.ts'

const host = (name: string) => (hostname: string) => hostname === name

/** If the configuration names no dialect, the first that owns the host is used. */
const DIALECTS = {
  /** https://platform.openai.com/docs/api-reference/chat/create */
  openai: chatCompletions({ owns: host('api.openai.com'), needsKey: true, isStrict: true }),
  /**
   * The model is a deployment. A base URL that ends in `/v1` is the newer form, which needs neither path nor version.
   * https://learn.microsoft.com/azure/ai-services/openai/reference
   */
  azure: chatCompletions({
    owns: (hostname) => hostname.endsWith('.openai.azure.com'),
    needsKey: true,
    isStrict: true,
    address: azureAddress,
    headers: ({ key }) => ({ 'api-key': key }),
  }),
  /**
   * Keeps the connection alive with comments; an error after the head is a frame with a numeric code (`status-fault.ts`).
   * https://openrouter.ai/docs/api-reference/streaming
   */
  openrouter: chatCompletions({ owns: host('openrouter.ai'), needsKey: true }),
  /**
   * Base URL: `https://api.cloudflare.com/client/v4/accounts/<account>/ai/v1`.
   * https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/
   */
  'workers-ai': chatCompletions({ owns: host('api.cloudflare.com'), needsKey: true }),
  /**
   * Base URL: `https://gateway.ai.cloudflare.com/v1/<account>/<gateway>/compat`, models as `openai/gpt-4.1-mini`. The provider's
   * key may be stored in the gateway; an authenticated gateway needs its own token.
   * https://developers.cloudflare.com/ai-gateway/usage/chat-completion/ and …/configuration/authentication/
   */
  'ai-gateway': chatCompletions({
    owns: host('gateway.ai.cloudflare.com'),
    isStrict: true,
    headers: (endpoint) => ({
      ...bearer(endpoint),
      ...(endpoint.gatewayToken && { 'cf-aig-authorization': `Bearer ${endpoint.gatewayToken}` }),
    }),
  }),
  /**
   * Sends its reasoning in `reasoning_content` before the answer. It is not part of the answer and must not be sent back.
   * https://api-docs.deepseek.com/guides/reasoning_model
   */
  deepseek: chatCompletions({ owns: host('api.deepseek.com'), needsKey: true }),
  /** Ollama, llama.cpp, LM Studio: https://docs.ollama.com/api/openai-compatibility */
  local: chatCompletions({ owns: isLoopback }),
  compatible: chatCompletions(),
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof DIALECTS
export const DIALECT_NAMES = Object.keys(DIALECTS).filter((name): name is DialectName => name in DIALECTS)

export const dialectOf = (name: DialectName) => DIALECTS[name]

export function guessDialect(baseUrl: string): DialectName {
  const { hostname } = new URL(baseUrl)
  return DIALECT_NAMES.find((name) => DIALECTS[name].owns(hostname)) ?? 'compatible'
}

/** The newest generally available version. */
const AZURE_VERSION = '2024-10-21'

function azureAddress({ baseUrl, apiVersion }: Endpoint, model: string): string {
  if (baseUrl.endsWith('/v1')) {
    return `${baseUrl}/chat/completions${apiVersion && `?api-version=${encodeURIComponent(apiVersion)}`}`
  }
  // A name made of dots would lead out of the path.
  if (/^\.*$/.test(model)) throw new Failure('upstream_model_unknown', { detail: 'not a deployment’s name' })
  const version = encodeURIComponent(apiVersion || AZURE_VERSION)
  const root = baseUrl.replace(/\/openai$/, '')
  return `${root}/openai/deployments/${encodeURIComponent(model)}/chat/completions?api-version=${version}`
}
