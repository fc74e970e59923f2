/** Rules for the name of a new site. */
import { isOwnSiteName, isPreview } from '../../protocol/site.ts'
import type { NameFault } from '../words/site-faults.ts'

const LONGEST = 63

export function nameFault(name: string, taken: readonly string[]): NameFault | null {
  if (name === '') return 'missing'
  if (/[^a-z0-9-]/.test(name)) return 'letters'
  if (name.startsWith('-')) return 'beginning'
  if (name.length > LONGEST) return 'long'
  if (isPreview(name)) return 'preview'
  if (taken.includes(name)) return 'taken'
  return isOwnSiteName(name) ? null : 'letters'
}

/** `My Bookshop` → `my-bookshop`; empty if no usable characters are left, or the name is taken. */
export function nameLike(text: string, taken: readonly string[]): string {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/g, '')
  return nameFault(name, taken) === null ? name : ''
}

/** `shop` → `shop-2`, or the next free name. */
export function nextName(site: string, taken: readonly string[]): string {
  const stem = site.replace(/-\d+$/, '').slice(0, LONGEST - 4)
  let number = 2
  while (taken.includes(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}
