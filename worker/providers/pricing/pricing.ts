import { Failure } from '../../../protocol/failure.ts'
import { modelAt, chooseProvider } from '../provider-list.ts'
import { listPrice } from './list-prices.ts'
import type { Asked, DearestOf, QuoteOf } from './price.ts'
import type { Price, Provider } from '../provider-list.ts'

/** The price for the provider that answered; if none did, for the one that was requested. */
export const quoteBy =
  (providers: () => readonly Provider[]): QuoteOf =>
  (asked, completion) => {
    const unknown = { provider: null, model: asked.model, price: null }
    try {
      const all = providers()
      const wanted = all.find(({ name }) => name === asked.provider) ?? all[0]
      const answered = all.find(({ name }) => name === completion.provider) ?? wanted
      if (!wanted || !answered) return unknown
      const model = modelAt(answered, wanted, asked)
      return { provider: answered.name, model, price: priceAt(answered, model) ?? null }
    } catch {
      // The configuration is invalid: the turn has already failed because of it.
      return unknown
    }
  }

/** The highest price, whichever provider answers in the end. */
export const dearestBy =
  (providers: () => readonly Provider[]): DearestOf =>
  (asked) => {
    const all = providers()
    const unpriced = unpricedBy(all, asked)
    if (unpriced) {
      const detail = `a limit on spending needs a price, and there is none for ${unpriced.provider}: ${unpriced.model}`
      throw new Failure('site_misconfigured', { param: 'spend', detail })
    }
    const prices = whoMayAnswer(all, asked).flatMap(({ provider, model }) => priceAt(provider, model) ?? [])
    return {
      input: Math.max(...prices.map(({ input }) => input)),
      output: Math.max(...prices.map(({ output }) => output)),
    }
  }

/**
 * The first model that may be asked and has no known price; null when all are known.
 *
 * @throws Failure `site_misconfigured` when no provider has the requested name.
 */
export function unpricedBy(all: readonly Provider[], asked: Asked): { provider: string; model: string } | null {
  const found = whoMayAnswer(all, asked).find(({ provider, model }) => !priceAt(provider, model))
  return found ? { provider: found.provider.name, model: found.model } : null
}

function whoMayAnswer(all: readonly Provider[], asked: Asked): { provider: Provider; model: string }[] {
  const wanted = chooseProvider(all, asked.provider)
  return all.map((provider) => ({ provider, model: modelAt(provider, wanted, asked) }))
}

/** The owner's price comes first; the provider's published price is the fallback. */
const priceAt = (provider: Provider, model: string): Price | undefined =>
  Object.hasOwn(provider.models, model) ? provider.models[model] : listPrice(provider.baseUrl, model)
