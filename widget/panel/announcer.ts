import { keepOnPage } from '../page/keep-on-page.ts'
import { spoken } from './spoken.ts'
import { ofPage } from '../page/host-page.ts'

export interface Announcer {
  say(text: string): void
  end(): void
}

/**
 * Ten minutes of speech. All of a longer answer stands in the transcript; in here, where nobody sees it, laying out 160 kB
 * would hold up the page for 40 ms at the answer's end.
 */
const SPOKEN_CHARACTERS = 9999

/**
 * Speaks to those who listen to the page. It stands in the page itself: not every screen reader hears a live region that
 * is inside a shadow root.
 */
export function makeAnnouncer(): Announcer {
  const region = ofPage('createElement')('div')
  region.ariaLive = 'polite'
  region.style.cssText = 'position:fixed;top:0;clip-path:inset(50%)'
  const end = keepOnPage(region)

  return {
    say(text) {
      region.textContent = spoken(text.slice(0, SPOKEN_CHARACTERS))
    },
    end,
  }
}
