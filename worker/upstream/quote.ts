import { Failure } from '../../protocol/failure.ts'
import { modelAt, wantedProvider } from './chat-upstream.ts'
import type { DearestOf, QuoteOf } from './price.ts'
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
      return { provider: answered.name, model, price: priceAt(answered, model) ?? null }
    } catch {
      // The configuration cannot be read: the turn has failed with that already.
      return unknown
    }
  }

/** Whichever provider answers in the end. */
export const dearestBy =
  (providers: () => readonly Provider[]): DearestOf =>
  (asked) => {
    const all = providers()
    const wanted = wantedProvider(all, asked.provider)
    const prices = all.map((provider) => {
      const model = modelAt(provider, wanted, asked)
      const price = priceAt(provider, model)
      if (price) return price
      const detail = `a limit on spending needs a price: PROVIDERS, ${provider.name}, models, ${model}`
      throw new Failure('site_misconfigured', { param: 'spend', detail })
    })
    return {
      input: Math.max(...prices.map(({ input }) => input)),
      output: Math.max(...prices.map(({ output }) => output)),
    }
  }

const priceAt = ({ models }: Provider, model: string) => (Object.hasOwn(models, model) ? models[model] : undefined)
