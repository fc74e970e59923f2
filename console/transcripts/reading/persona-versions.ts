/** The versions of a site's persona, as far as a transcript needs them. */
import type { Version } from '../../../protocol/schemas/site-version.ts'
import { keptEntries } from '../../../protocol/site.ts'
import type { Ask } from '../../api/ask.ts'

/** The newest 20. @throws Refusal */
export const readVersions = async (ask: Ask, site: string, signal?: AbortSignal): Promise<Version[]> =>
  (await ask('listVersions', { site, query: {}, ...(signal && { signal }) })).versions

/** The persona's instructions in that version; null if it is no longer stored. @throws Refusal */
export async function readInstructions(
  ask: Ask,
  site: string,
  version: number,
  signal: AbortSignal,
): Promise<string | null> {
  const { versions } = await ask('listVersions', { site, query: { before: version + 1 }, signal })
  const found = versions.find((one) => one.version === version)
  if (found || version > 0) return found?.settings.instructions ?? null
  // Settings from before the first publication are not a version. While they are live, the site itself has them.
  const details = await ask('readOwnSite', { site, signal })
  return details.version === 0 ? details.live.instructions : keptEntries().instructions.default
}
