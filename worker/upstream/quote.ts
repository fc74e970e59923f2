import { modelAt } from './chat-upstream.ts'
import type { QuoteOf } from './price.ts'
import type { Provider } from './providers.ts'

/** The price that the configuration names for the provider that answered; of the one that was wanted, when none did. */
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
      const price = Object.hasOwn(answered.models, model) ? answered.models[model] : undefined
      return { provider: answered.name, model, price: price ?? null }
    } catch {
      // The configuration cannot be read: the turn has failed with that already.
      return unknown
    }
  }
