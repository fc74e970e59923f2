import { inject } from 'vitest'
import { dialectOf } from '../../../worker/providers/dialects.ts'
import type { Provider } from '../../../worker/providers/provider-list.ts'

/** A provider as the configuration would give it. */
export const provider = (own: Partial<Provider> = {}): Provider => ({
  name: 'first',
  baseUrl: 'http://127.0.0.1:9/v1',
  key: 'sk-test',
  dialect: dialectOf('compatible'),
  model: 'first-model',
  models: {},
  reasoning: [],
  apiVersion: '',
  gatewayToken: '',
  ...own,
})

/** Where a script of the raw upstream speaks. With a mark, its calls are counted apart from everybody else's. */
export const scriptUrl = (script: string, mark = ''): string =>
  `${inject('faultUpstream')}/${script}${mark && `.${mark}`}/v1`

export async function callsOf(script: string, mark = ''): Promise<number> {
  return (await fetch(`${inject('faultUpstream')}/calls/${script}${mark && `.${mark}`}`)).json()
}
