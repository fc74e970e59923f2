import * as v from 'valibot'
import { Failure } from '../../protocol/failure.ts'
import { isSiteName, siteSchema, type Site } from '../../protocol/site.ts'

/** Finds a site by its name. */
export interface Sites {
  /** @throws Failure `unknown_site`, `site_misconfigured`. */
  read(name: string): Promise<Site>
  /** Every name that `read` knows, the demo's first. */
  names(): Promise<string[]>
}

/** The site that exists before anything was published. */
const DEMO = 'demo'

interface Options {
  /** Where the demo site may be embedded besides what was published for it. */
  demoOrigins: readonly string[]
}

const PREFIX = 'site:'

/** Published sites in KV, one JSON a site under `site:<name>`: what differs from the defaults. */
export const kvSites = (kv: KVNamespace, { demoOrigins }: Options): Sites => ({
  async read(name) {
    const stored = isSiteName(name) ? await kv.get(PREFIX + name, 'text') : null
    if (stored === null && name !== DEMO) throw new Failure('unknown_site')
    const site = parseSite(name, stored ?? '{}')
    return name === DEMO ? { ...site, allowedOrigins: [...site.allowedOrigins, ...demoOrigins] } : site
  },

  async names() {
    const published = (await listKeys(kv)).map((key) => key.slice(PREFIX.length)).filter(isSiteName)
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
    return v.parse(siteSchema, JSON.parse(stored))
  } catch (error) {
    const where = v.isValiError<typeof siteSchema>(error) ? v.getDotPath(error.issues[0]) : 'not JSON'
    throw new Failure('site_misconfigured', { detail: `site:${name}, ${where ?? 'its root'}` })
  }
}
