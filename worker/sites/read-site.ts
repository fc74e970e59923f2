import * as v from 'valibot'
import { Failure } from '../../protocol/failure.ts'
import { DEMO, isSiteName, siteSchema, type Site } from '../../protocol/site.ts'

/** Finds a site by its name. */
export interface Sites {
  /** @throws Failure `unknown_site`, `site_misconfigured`. */
  read(name: string): Promise<Site>
}

interface Options {
  /** Where the demo site may be embedded, besides its published origins. */
  demoOrigins: readonly string[]
}

export const PREFIX = 'site:'
export const keyOf = (name: string): string => PREFIX + name

/** Published sites in KV, one JSON value per site under `site:<name>`: only what differs from the defaults. */
export function kvSites(kv: KVNamespace, { demoOrigins }: Options): Sites {
  return {
    async read(name) {
      const stored = isSiteName(name) ? await kv.get(keyOf(name), 'text') : null
      if (stored === null && name !== DEMO) throw new Failure('unknown_site')
      const site = parseSite(name, stored ?? '{}')
      return name === DEMO ? { ...site, allowedOrigins: [...site.allowedOrigins, ...demoOrigins] } : site
    },
  }
}

function parseSite(name: string, stored: string): Site {
  try {
    return v.parse(siteSchema(), JSON.parse(stored))
  } catch (error) {
    const where = v.isValiError<ReturnType<typeof siteSchema>>(error) ? v.getDotPath(error.issues[0]) : 'not JSON'
    throw new Failure('site_misconfigured', { detail: `site:${name}, ${where ?? 'its root'}` })
  }
}
