import path from 'node:path'
import { getPlatformProxy } from 'wrangler'

interface Bindings {
  PERSONAS: { put(key: string, value: string): Promise<void> }
}

/** As an owner does: a site's settings into the Worker's own KV, before it runs. */
export const publish = (state: string, site: string, settings: object): Promise<void> =>
  publishAll(state, { [site]: settings })

/** The same for several, by their names. */
export async function publishAll(state: string, sites: Readonly<Record<string, object>>): Promise<void> {
  const { env, dispose } = await getPlatformProxy<Bindings>({
    configPath: path.join(import.meta.dirname, '../../wrangler.toml'),
    persist: { path: path.join(state, 'v3') },
  })
  for (const [site, settings] of Object.entries(sites)) {
    await env.PERSONAS.put(`site:${site}`, JSON.stringify(settings))
  }
  await dispose()
}
