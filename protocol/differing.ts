import * as v from 'valibot'
import { settingsSchema, type Settings } from './site.ts'

const defaults: Readonly<Record<string, unknown>> = v.parse(settingsSchema(), {})

/** What differs from the defaults: all that is stored of settings, and all that a file in git needs to say. */
export const differing = (settings: Settings): Partial<Settings> =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])),
  )
