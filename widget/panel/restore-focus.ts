import type { ReadonlySignal } from '@preact/signals'
import { ofPage } from '../page/host-page.ts'

/**
 * When the panel closes with the focus in it, the launcher gets the focus. If the page has hidden the launcher, the element
 * that had the focus before gets it. A visitor who is typing elsewhere is not disturbed.
 */
export function giveFocusBack(
  isOpen: ReadonlySignal<boolean>,
  host: Element,
  launcher: HTMLElement | null,
): () => void {
  let before: Element | null = null
  return isOpen.subscribe((open) => {
    if (open) before = ofPage('activeElement')
    else if (ofPage('activeElement') === host) {
      const back = launcher && !launcher.hidden ? launcher : before
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    }
  })
}
