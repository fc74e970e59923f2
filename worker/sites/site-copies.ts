import { differing } from '../../protocol/differing.ts'
import { DEMO, isOwnSiteName, type Settings } from '../../protocol/site.ts'
import { keyOf, PREFIX } from './read-site.ts'

/** The sites in KV, unchecked. Each method fails as KV fails. */
export interface SiteCopies {
  read(name: string): Promise<string | null>
  /** Null deletes it. */
  write(name: string, copy: object | null, options?: { expirationTtl?: number }): Promise<void>
  /** Every site except previews. The demo comes first, whether it exists or not. */
  names(): Promise<string[]>
}

export const kvSiteCopies = (kv: KVNamespace): SiteCopies => ({
  read: (name) => kv.get(keyOf(name), 'text'),
  write: (name, copy, options) =>
    copy === null ? kv.delete(keyOf(name)) : kv.put(keyOf(name), JSON.stringify(copy), options),
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

/** A copy as `read-site.ts` reads it. */
export const copyOf = (settings: Settings, version: number, isPaused: number): object => ({
  ...differing(settings),
  version,
  paused: isPaused === 1,
})
