import { Failure } from '../../protocol/failure.ts'
import { readSettings } from '../../protocol/read-settings.ts'
import type { Settings } from '../../protocol/site.ts'

/** @throws Failure `settings_invalid`, with everything that is wrong. */
export function requireSettings(value: unknown): Settings {
  const { settings, problems } = readSettings(value)
  if (!settings) throw new Failure('settings_invalid', { param: 'settings', problems })
  return settings
}
