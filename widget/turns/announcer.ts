import { effect, type ReadonlySignal } from '@preact/signals'
import { keepOnPage } from '../page/keep-on-page.ts'
import { ofPage } from '../page/host-page.ts'
import { spoken } from './spoken.ts'

/**
 * Ten minutes of speech. The transcript has all of a longer answer. In this invisible element, 160 kB of text would block
 * the page for 40 ms when the answer ends.
 */
const SPOKEN_CHARACTERS = 9999

/**
 * Announces each answer to screen readers. The live region is in the page itself: not every screen reader announces one
 * inside a shadow root.
 *
 * @returns a function that stops it.
 */
export function announceAnswers(announcement: ReadonlySignal<{ text: string }>): () => void {
  const region = ofPage('createElement')('div')
  region.ariaLive = 'polite'
  region.style.cssText = 'position:fixed;top:0;clip-path:inset(50%)'
  const takeAway = keepOnPage(region)
  const end = effect(() => {
    region.textContent = spoken(announcement.value.text.slice(0, SPOKEN_CHARACTERS))
  })
  return () => {
    end()
    takeAway()
  }
}
