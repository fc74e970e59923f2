import type { SiteView } from '../protocol/site.ts'
import type { Attributes } from './attributes.ts'

/** Colours, light or dark, and the room a phone's keyboard leaves: what follows from the site, the page and the device. */
export interface Looks {
  wear(view: SiteView): void
  end(): void
}

export function dress(host: HTMLElement, { theme }: Attributes): Looks {
  const life = new AbortController()
  const dark = matchMedia('(prefers-color-scheme: dark)')
  let wished = theme

  const setScheme = () => {
    const isDark = wished === 'dark' || (wished !== 'light' && dark.matches)
    host.dataset.scheme = isDark ? 'dark' : 'light'
  }
  setScheme()
  dark.addEventListener('change', setScheme, life)

  // A keyboard covers the layout viewport; only the visual one says what can be seen.
  const screen = window.visualViewport
  const setRoom = () => {
    host.style.setProperty('--room', `${screen?.height}px`)
    host.style.setProperty('--room-top', `${screen?.offsetTop}px`)
  }
  setRoom()
  for (const sign of ['resize', 'scroll']) screen?.addEventListener(sign, setRoom, life)

  return {
    wear({ accent, colorScheme }) {
      wished = theme ?? colorScheme
      setScheme()
      if (accent) host.style.setProperty('--inglenook-site-accent', accent)
    },
    end: () => life.abort(),
  }
}
