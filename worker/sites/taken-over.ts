import { readWhatFits } from '../../protocol/read-settings.ts'
import { field } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

/**
 * What an owner put into KV by hand. Of what does not fit (its visitors are told `site_misconfigured`) the rest is taken
 * over: publishing it mends the site.
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
    return {} // its visitors are told as well
  }
}
