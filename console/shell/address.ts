/** The current place in the console, as the address after `#/`. Links are links, and the browser's buttons work. */
import { signal } from '@preact/signals'

export const SITE_SCREENS = ['persona', 'embed', 'transcripts', 'usage', 'privacy'] as const
export type SiteScreen = (typeof SITE_SCREENS)[number]

export type Place =
  | { screen: 'sites' }
  /** `rest` belongs to the screen: for example, the session being read. */
  | { screen: SiteScreen; site: string; rest: string }

/** `#/shop/transcripts/8f14e45f`; anything else is the list of sites. */
export function readPlace(hash: string): Place {
  const [site = '', screen = '', ...rest] = hash.replace(/^#\/?/, '').split('/').map(decoded)
  const found = SITE_SCREENS.find((one) => one === screen)
  return site && found ? { screen: found, site, rest: rest.join('/') } : { screen: 'sites' }
}

export function hrefOf(place: Place): string {
  if (place.screen === 'sites') return '#/'
  const parts = [place.site, place.screen, ...(place.rest ? [place.rest] : [])]
  return `#/${parts.map(encodeURIComponent).join('/')}`
}

/** A broken escape is shown as it is written. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The current place. It follows the address; `goTo` changes the address. */
export const place = signal<Place>({ screen: 'sites' })

export function followAddress(): void {
  const read = () => (place.value = readPlace(location.hash))
  addEventListener('hashchange', read)
  read()
}

export function goTo(next: Place): void {
  location.hash = hrefOf(next)
}

/** Replaces the current place, as when a filter changes: the browser's Back button skips it. */
export function moveTo(next: Place): void {
  history.replaceState(null, '', hrefOf(next))
  place.value = next
}
