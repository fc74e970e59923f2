import type { Attributes } from '../page/attributes.ts'
import { setFirstLooks } from '../page/first-looks.ts'
import { ofPage } from '../page/host-page.ts'
import { pageScheme } from '../page/page-scheme.ts'
import { readColorScheme, type ShownSite } from '../api/parse.ts'

/** Colours, light or dark, place, and the room a phone's keyboard leaves: what follows from the site, the page and the device. */
export interface Theme {
  wear(view: ShownSite): void
  /** The page may have become another one since. */
  lookAgain(): void
  /** The page has changed its mind. */
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

  // A keyboard covers the layout viewport; only the visual one says what can be seen. Two fingers that enlarge the page make it
  // smaller, too, and that is no reason for a smaller panel. `zoom` in the page's styles enlarges our own pixels.
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
