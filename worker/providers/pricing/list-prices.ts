import type { Price } from '../provider-list.ts'

/**
 * The prices that providers publish for their models, used if the owner gives none (`models` in PROVIDERS, or OPENAI_PRICES): USD
 * per million tokens, standard tier, short prompts. Prices that change by the hour, limited promotions and aliases that may mean
 * another model tomorrow are left out: a spending limit must be able to rely on a price.
 *
 * From the pages below, as a public collection of prices recorded them on that day. If a provider raises a price later, this list
 * is too low: `docs/limits.md` says so, and where to set the new price.
 */
export const LIST_PRICES_READ_ON = '2026-10-03'

const price = (input: number, cachedInput: number | undefined, output: number): Price => ({
  input,
  cachedInput,
  output,
})

/** By the host of the provider's base URL. */
const LIST_PRICES: Readonly<Record<string, Readonly<Record<string, Price>>>> = {
  /** https://developers.openai.com/api/docs/pricing */
  'api.openai.com': {
    'gpt-4o': price(2.5, 1.25, 10),
    'gpt-4o-mini': price(0.15, 0.075, 0.6),
    'gpt-4.1': price(2, 0.5, 8),
    'gpt-4.1-mini': price(0.4, 0.1, 1.6),
    o3: price(2, 0.5, 8),
    'gpt-5': price(1.25, 0.125, 10),
    'gpt-5-mini': price(0.25, 0.025, 2),
    'gpt-5-nano': price(0.05, 0.005, 0.4),
    'gpt-5.1': price(1.25, 0.125, 10),
    'gpt-5.2': price(1.75, 0.175, 14),
    'gpt-5.4': price(2.5, 0.25, 15),
    'gpt-5.4-mini': price(0.75, 0.075, 4.5),
    'gpt-5.4-nano': price(0.2, 0.02, 1.25),
    'gpt-5.5': price(5, 0.5, 30),
    'gpt-5.6-terra': price(2, 0.2, 12),
    'gpt-5.6-luna': price(0.2, 0.02, 1.2),
    'gpt-6-astra': price(10, 1, 50),
    'gpt-6-sol': price(2, 0.2, 10),
    'gpt-6-luna': price(0.1, 0.01, 0.5),
    'gpt-6.1-sol': price(2, 0.1, 10),
  },
  /** https://platform.claude.com/docs/en/about-claude/pricing */
  'api.anthropic.com': {
    'claude-fable-5-1': price(10, 0.25, 50),
    'claude-opus-5-5': price(4, 0.2, 20),
    'claude-opus-5': price(5, 0.5, 25),
    'claude-opus-4-8': price(5, 0.5, 25),
    'claude-opus-4-7': price(5, 0.5, 25),
    'claude-opus-4-6': price(5, 0.5, 25),
    'claude-opus-4-5': price(5, 0.5, 25),
    'claude-sonnet-5': price(2, 0.2, 10),
    'claude-sonnet-4-6': price(3, 0.3, 15),
    'claude-sonnet-4-5': price(3, 0.3, 15),
    'claude-haiku-4-5': price(1, 0.1, 5),
    'claude-haiku-4-5-20251001': price(1, 0.1, 5),
  },
  /** https://ai.google.dev/gemini-api/docs/pricing */
  'generativelanguage.googleapis.com': {
    'gemini-3.5-flash': price(1.5, 0.15, 9),
    'gemini-3.5-flash-lite': price(0.3, 0.03, 2.5),
    'gemini-3.1-flash-lite': price(0.25, 0.025, 1.5),
    'gemini-2.5-flash-lite': price(0.1, 0.01, 0.4),
  },
  /** https://console.groq.com/docs/models */
  'api.groq.com': {
    'openai/gpt-oss-120b': price(0.15, undefined, 0.6),
    'openai/gpt-oss-20b': price(0.075, undefined, 0.3),
    'qwen/qwen3.8-27b': price(0.8, undefined, 4),
  },
}

/** Undefined if the provider or its model is not in the list. `gpt-4o-2024-05-13` is not `gpt-4o`: it costs twice as much. */
export function listPrice(baseUrl: string, model: string): Price | undefined {
  const prices = LIST_PRICES[new URL(baseUrl).hostname] ?? {}
  return Object.hasOwn(prices, model) ? prices[model] : undefined
}

/** The listed models of a provider. */
export const listedModels = (baseUrl: string): string[] => Object.keys(LIST_PRICES[new URL(baseUrl).hostname] ?? {})
