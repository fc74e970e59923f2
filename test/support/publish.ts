import path from 'node:path'
import { getPlatformProxy } from 'wrangler'

interface Bindings {
  PERSONAS: { put(key: string, value: string): Promise<void> }
}

/** As an owner does: a site's settings into the Worker's own KV, before it runs. */
export async function publish(state: string, site: string, settings: object): Promise<void> {
  const { env, dispose } = await getPlatformProxy<Bindings>({
    configPath: path.join(import.meta.dirname, '../../wrangler.toml'),
    persist: { path: path.join(state, 'v3') },
  })
  await env.PERSONAS.put(`site:${site}`, JSON.stringify(settings))
  await dispose()
}
