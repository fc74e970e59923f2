import * as v from 'valibot'
import { Failure } from '../../protocol/failure.ts'
import { DEMO, isOwnSiteName, isSiteName, siteSchema, type Site } from '../../protocol/site.ts'

/** Finds a site by its name. */
export interface Sites {
  /** @throws Failure `unknown_site`, `site_misconfigured`. */
  read(name: string): Promise<Site>
  /** Every name that `read` knows but those of previews, the demo's first. */
  names(): Promise<string[]>
}

interface Options {
  /** Where the demo site may be embedded besides what was published for it. */
  demoOrigins: readonly string[]
}

const PREFIX = 'site:'

/** Published sites in KV, one JSON a site under `site:<name>`: what differs from the defaults. */
export function kvSites(kv: KVNamespace, { demoOrigins }: Options): Sites {
  const { read, names } = kvCopies(kv)
  return {
    async read(name) {
      const stored = isSiteName(name) ? await read(name) : null
      if (stored === null && name !== DEMO) throw new Failure('unknown_site')
      const site = parseSite(name, stored ?? '{}')
      return name === DEMO ? { ...site, allowedOrigins: [...site.allowedOrigins, ...demoOrigins] } : site
    },
    names,
  }
}

/** What KV holds of the sites, as it is. Each of these fails as KV fails. */
export interface Copies {
  read(name: string): Promise<string | null>
  /** Null takes it away. */
  write(name: string, copy: object | null, options?: { expirationTtl?: number }): Promise<void>
  names(): Promise<string[]>
}

export const kvCopies = (kv: KVNamespace): Copies => ({
  read: (name) => kv.get(PREFIX + name, 'text'),
  write: (name, copy, options) =>
    copy === null ? kv.delete(PREFIX + name) : kv.put(PREFIX + name, JSON.stringify(copy), options),
  async names() {
    const published = (await listKeys(kv)).map((key) => key.slice(PREFIX.length)).filter(isOwnSiteName)
    return [...new Set([DEMO, ...published])]
  },
})

/** KV lists a thousand keys at a time. */
async function listKeys(kv: KVNamespace, cursor: string | null = null): Promise<string[]> {
  const page = await kv.list({ prefix: PREFIX, cursor })
  const names = page.keys.map(({ name }) => name)
  return page.list_complete ? names : [...names, ...(await listKeys(kv, page.cursor))]
}

function parseSite(name: string, stored: string): Site {
  try {
    return v.parse(siteSchema(), JSON.parse(stored))
  } catch (error) {
    const where = v.isValiError<ReturnType<typeof siteSchema>>(error) ? v.getDotPath(error.issues[0]) : 'not JSON'
    throw new Failure('site_misconfigured', { detail: `site:${name}, ${where ?? 'its root'}` })
  }
}
