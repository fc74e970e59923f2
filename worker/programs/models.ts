import type { Provider } from '../providers/provider-list.ts'

/** `site:shop` is the persona of the site `shop`, as a model. */
export const SITE_MODEL = 'site:'

/**
 * One entry of `GET /v1/models`. Nobody knows when a model was created: `created` is 0.
 *
 * Source: https://platform.openai.com/docs/api-reference/models/object
 */
export interface Model {
  id: string
  object: 'model'
  created: number
  owned_by: string
}

/** The sites first, then the providers' configured models; each name once. */
export function models(sites: readonly string[], providers: readonly Provider[]): Model[] {
  const owners = new Map(sites.map((name) => [SITE_MODEL + name, 'inglenook']))
  for (const { name, model, models } of providers) {
    for (const id of [model, ...Object.keys(models)]) if (id && !owners.has(id)) owners.set(id, name)
  }
  return [...owners].map(([id, owner]) => ({ id, object: 'model', created: 0, owned_by: owner }))
}
