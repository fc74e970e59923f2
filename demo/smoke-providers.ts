/** The real providers that the smoke test knows, and which of them can be used from here. */
import type { Environment } from './environment.ts'

export interface SmokeProvider {
  name: string
  /** For the Worker. */
  bindings: Record<string, string>
}

interface Known {
  name: string
  /** `<prefix>_API_KEY`, `<prefix>_BASE_URL` and `<prefix>_MODEL` are read from the environment. */
  prefix: string
  baseUrl: string
  model: string
}

const KNOWN: readonly Known[] = [
  { name: 'OpenAI', prefix: 'OPENAI', baseUrl: 'https://api.openai.com/v1', model: 'gpt-4.1-mini' },
  { name: 'DeepSeek', prefix: 'DEEPSEEK', baseUrl: 'https://api.deepseek.com/v1', model: 'deepseek-flash' },
  { name: 'OpenRouter', prefix: 'OPENROUTER', baseUrl: 'https://openrouter.ai/api/v1', model: 'openai/gpt-4.1-mini' },
]

export const KEY_NAMES: readonly string[] = KNOWN.map(({ prefix }) => `${prefix}_API_KEY`)

/** Those with a key, or with a base URL, since your own server may not need a key. */
export function providersIn(environment: Environment): SmokeProvider[] {
  return KNOWN.flatMap(({ name, prefix, baseUrl, model }) => {
    const key = environment[`${prefix}_API_KEY`]
    const url = environment[`${prefix}_BASE_URL`]
    if (!key && !url) return []
    const bindings = {
      OPENAI_API_KEY: key ?? '',
      OPENAI_BASE_URL: url || baseUrl,
      OPENAI_MODEL: environment[`${prefix}_MODEL`] || model,
    }
    return [{ name, bindings }]
  })
}

/** One per day, in turn. */
export function providerOfTheDay(providers: readonly SmokeProvider[], now: Date): SmokeProvider[] {
  const day = Math.floor(now.getTime() / (24 * 60 * 60 * 1000))
  return providers.slice(day % (providers.length || 1)).slice(0, 1)
}
