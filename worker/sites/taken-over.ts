import { readWhatFits } from '../../protocol/read-settings.ts'
import { field } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

/**
 * What an owner put into KV by hand. If part of it is invalid (visitors then get `site_misconfigured`), the rest is taken over,
 * and publishing it fixes the site.
 */
export function importSites(stored: string): { settings: Settings; version: number; isPaused: number } {
  const copy = parse(stored)
  const version = field(copy, 'version')
  return {
    settings: readWhatFits(copy),
    version: Number.isSafeInteger(version) && Number(version) >= 0 ? Number(version) : 0,
    isPaused: Number(field(copy, 'paused') === true),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {} // its visitors get the same failure
  }
}
