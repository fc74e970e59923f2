import { readWhatFits } from '../../protocol/read-settings.ts'
import { field, isRecord } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'
import { Refused, type Ask } from './owner-api.ts'

/** The part of a site that pull and push use. */
export interface Standing {
  version: number
  live: Settings
  draft: { revision: number; settings: Settings } | null
}

/** Null for a site that does not exist. */
export async function readStanding(ask: Ask, site: string): Promise<Standing | null> {
  try {
    const details = await ask('readOwnSite', { site })
    const draft = field(details, 'draft')
    return {
      version: Number(field(details, 'version')),
      live: readWhatFits(field(details, 'live')),
      draft: isRecord(draft)
        ? { revision: Number(draft['revision']), settings: readWhatFits(draft['settings']) }
        : null,
    }
  } catch (error) {
    if (error instanceof Refused && error.code === 'unknown_site') return null
    throw error
  }
}

export async function siteNames(ask: Ask): Promise<string[]> {
  const sites = field(await ask('listSites', {}), 'sites')
  return Array.isArray(sites) ? sites.map((each) => String(field(each, 'site'))) : []
}
