import type { SiteView } from '../../protocol/site.ts'
import type { Attributes } from './attributes.ts'

type SiteLooks = Pick<SiteView, 'accent' | 'position' | 'offsetX' | 'offsetY' | 'zIndex'>

/**
 * The launcher's colour and place at first paint. The tag takes precedence over the site's settings, which are unknown until
 * the panel has requested them. Invalid values are ignored.
 */
export function setFirstLooks(host: HTMLElement, tag: Attributes, site?: SiteLooks): void {
  const set = (name: string, value: unknown) => host.style.setProperty(`--inglenook-site-${name}`, `${value ?? ''}`)
  set('accent', CSS.supports('color', `${tag.accent}`) ? tag.accent : site?.accent)
  set('offset-x', pixels(tag.offsetX) ?? pixels(site?.offsetX))
  set('offset-y', pixels(tag.offsetY) ?? pixels(site?.offsetY))
  set('z-index', whole(tag.zIndex) ?? site?.zIndex)
  // An inline chat is where the page has put it.
  if (host.dataset.position !== 'inline') host.dataset.position = tag.position || site?.position || ''
}

const whole = (value: unknown) => (Number.isNaN(parseInt(`${value}`)) ? undefined : parseInt(`${value}`))
const pixels = (value: unknown) => (whole(value) === undefined ? undefined : `${whole(value)}px`)
