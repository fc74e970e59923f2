import { signal } from '@preact/signals'
import type { Version } from '../../../protocol/schemas/site-version.ts'
import type { Ask } from '../../api/ask.ts'
import { loaded } from '../../api/loaded.ts'

/** The size of a page from the Worker: if there are this many, there may be more. */
const PAGE = 20

/** The published versions of a site, newest first, page by page. */
export function versionsOf(site: string, ask: Ask) {
  const list = loaded<Version[]>()
  const hasMore = signal(false)

  async function page(before: number | null, signal: AbortSignal): Promise<Version[]> {
    const query = before === null ? {} : { before }
    const { versions } = await ask('listVersions', { site, query, signal })
    hasMore.value = versions.length === PAGE
    return versions
  }

  return {
    list,
    hasMore,
    load: (): Promise<void> => list.load((signal) => page(null, signal)),
    async more(): Promise<void> {
      const { value } = list.now
      const there = value.state === 'there' ? value.value : (value.before ?? [])
      const last = there.at(-1)
      if (last) await list.load(async (signal) => [...there, ...(await page(last.version, signal))])
    },
  }
}
