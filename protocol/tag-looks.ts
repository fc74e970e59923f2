import * as v from 'valibot'
import { once } from './once.ts'
import { settingsSchema, type Settings } from './site.ts'

/** How the launcher looks, and where it is. */
export type Looks = Pick<Settings, 'accent' | 'position' | 'offsetX' | 'offsetY' | 'zIndex'>

/** Each setting's attribute, without `data-`. */
export const LOOKS_ATTRIBUTES: Readonly<Record<keyof Looks, string>> = {
  accent: 'accent',
  position: 'position',
  offsetX: 'offset-x',
  offsetY: 'offset-y',
  zIndex: 'z-index',
}

const defaults = once((): Looks => v.parse(settingsSchema(), {}))

/**
 * The attributes, without `data-`, that give the launcher its looks from the first paint, before anything is fetched. Settings
 * with their default value need no attribute.
 */
export function looksInTag(looks: Looks): [name: string, value: string][] {
  const written: [string, string][] = []
  let setting: keyof Looks
  for (setting in LOOKS_ATTRIBUTES)
    if (looks[setting] !== defaults()[setting]) written.push([LOOKS_ATTRIBUTES[setting], String(looks[setting])])
  return written
}

/** Whether a tag that was made for one of them is out of date for the other. */
export const needAnotherTag = (one: Looks, other: Looks): boolean =>
  JSON.stringify(looksInTag(one)) !== JSON.stringify(looksInTag(other))

/** The tag without options. @param origin the Worker's. */
export function plainTag(origin: string, site: string, looks: Looks): string {
  const written = looksInTag(looks).map(([name, value]) => ` data-${name}="${value}"`)
  return `<script async src="${origin}/inglenook.js" data-site="${site}"${written.join('')}></script>`
}

/**
 * The attributes that a tag lacks or has with a different value from the site's. Until a visitor opens the chat, the launcher
 * then looks different from the site's settings.
 *
 * @param tag its attributes, without `data-`.
 */
export function looksMissed(looks: Looks, tag: Readonly<Record<string, string>>): string[] {
  const missed: string[] = []
  let setting: keyof Looks
  for (setting in LOOKS_ATTRIBUTES) {
    const name = LOOKS_ATTRIBUTES[setting]
    const shown = tag[name]?.trim().replace(/px$/, '') || String(defaults()[setting])
    if (shown.toLowerCase() !== String(looks[setting]).toLowerCase()) missed.push(`data-${name}`)
  }
  return missed
}
