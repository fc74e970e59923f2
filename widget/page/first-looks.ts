import type { SiteView } from '../../protocol/site.ts'
import type { Attributes } from './attributes.ts'

type SiteLooks = Pick<SiteView, 'accent' | 'position' | 'offsetX' | 'offsetY' | 'zIndex'>

/**
 * Colour and place, which the launcher has from the first paint: what the tag says goes before what the site says, which is
 * not known until the panel has asked. What cannot be read counts as not said.
 */
export function setFirstLooks(host: HTMLElement, tag: Attributes, site?: SiteLooks): void {
  const set = (name: string, value: unknown) => host.style.setProperty(`--inglenook-site-${name}`, `${value ?? ''}`)
  set('accent', CSS.supports('color', `${tag.accent}`) ? tag.accent : site?.accent)
  set('offset-x', pixels(tag.offsetX) ?? pixels(site?.offsetX))
  set('offset-y', pixels(tag.offsetY) ?? pixels(site?.offsetY))
  set('z-index', whole(tag.zIndex) ?? site?.zIndex)
  // Inline, the chat is where the page has put it.
  if (host.dataset.position !== 'inline') host.dataset.position = tag.position || site?.position || ''
}

const whole = (value: unknown) => (Number.isNaN(parseInt(`${value}`)) ? undefined : parseInt(`${value}`))
const pixels = (value: unknown) => (whole(value) === undefined ? undefined : `${whole(value)}px`)
