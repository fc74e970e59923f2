import * as v from 'valibot'
import { once } from './once.ts'
import { settingsSchema, type Settings } from './site.ts'

const defaults = once((): Readonly<Record<string, unknown>> => v.parse(settingsSchema(), {}))

/** What differs from the defaults: this is all that is stored of settings, and all that a file in git needs. */
export const differing = (settings: Settings): Partial<Settings> =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults()[name])),
  )
