import type { Attributes } from '../page/attributes.ts'
import { setFirstLooks } from '../page/first-looks.ts'
import { ofPage } from '../page/host-page.ts'
import { pageScheme } from '../page/page-scheme.ts'
import { readColorScheme, type ShownSite } from '../api/parse.ts'

/** Colours, light or dark, position, and the space above a phone's keyboard: derived from the site, the page and the device. */
export interface Theme {
  wear(view: ShownSite): void
  /** The page may have navigated since. */
  lookAgain(): void
  /** The page has changed its settings. */
  change(attributes: Attributes): void
  end(): void
}

export function applyTheme(host: HTMLElement, attributes: Attributes): Theme {
  const life = new AbortController()
  const dark = matchMedia('(prefers-color-scheme: dark)')
  let tag = attributes
  let view: ShownSite | undefined

  const set = () => {
    const scheme = readColorScheme(tag.theme || view?.colorScheme)
    const system = dark.matches ? 'dark' : 'light'
    host.dataset.scheme = scheme === 'auto' ? pageScheme(system) : scheme
    setFirstLooks(host, tag, view)
    if (!view) return
    host.dataset.density = view.density
    host.style.setProperty('--inglenook-site-radius', `${view.radius}px`)
  }
  set()
  dark.addEventListener('change', set, life)

  // A keyboard covers the layout viewport; only the visual viewport shows what is visible. A pinch zoom makes it smaller too,
  // which must not shrink the panel. The page's `zoom` style enlarges our own pixels.
  const screen = visualViewport
  const setRoom = () => {
    if (!screen) return
    const { height, offsetTop, scale } = screen
    const zoom = ofPage('documentElement').currentCSSZoom || 1
    host.style.setProperty('--room', `${(height * scale) / zoom}px`)
    host.style.setProperty('--room-top', `${scale > 1 ? 0 : offsetTop / zoom}px`)
  }
  setRoom()
  for (const sign of ['resize', 'scroll']) screen?.addEventListener(sign, setRoom, life)

  return {
    wear(seen) {
      view = seen
      set()
    },
    lookAgain: set,
    change(changed) {
      tag = changed
      set()
    },
    end: () => life.abort(),
  }
}
