/** The prices that come with the Worker: well formed, and used where they hold. */
import { expect, test } from 'vitest'
import { listedModels, listPrice, LIST_PRICES_READ_ON } from '../../../worker/providers/pricing/list-prices.ts'

const HOSTS = ['api.openai.com', 'api.anthropic.com', 'generativelanguage.googleapis.com', 'api.groq.com']

test.for(HOSTS)('of %s: cached input costs no more than other input, and output no less', (host) => {
  const baseUrl = `https://${host}/v1`
  expect(listedModels(baseUrl).length).toBeGreaterThan(0)
  for (const model of listedModels(baseUrl)) {
    const price = listPrice(baseUrl, model)
    if (!price) throw new Error(`${model} is listed and has no price`)
    const { input, cachedInput = input, output } = price
    expect([model, 0 < cachedInput, cachedInput <= input, input <= output]).toEqual([model, true, true, true])
  }
})

test('apply only at the provider’s own address and for the model of that name', () => {
  expect(listPrice('https://api.openai.com/v1', 'gpt-4.1-mini')).toEqual({ input: 0.4, cachedInput: 0.1, output: 1.6 })
  expect(listPrice('https://gateway.example/v1', 'gpt-4.1-mini')).toBeUndefined()
  expect(listPrice('https://api.openai.com/v1', 'gpt-4o-2024-05-13')).toBeUndefined()
  expect(listPrice('https://api.openai.com/v1', 'constructor')).toBeUndefined()
  expect(listPrice('https://api.groq.com/openai/v1', 'openai/gpt-oss-20b')).toMatchObject({ input: 0.075 })
})

test('have the date of their record', () => expect(LIST_PRICES_READ_ON).toMatch(/^2\d{3}-\d\d-\d\d$/))
