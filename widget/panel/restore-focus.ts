import type { ReadonlySignal } from '@preact/signals'
import { ofPage } from '../page/host-page.ts'

/**
 * When the panel closes with the focus in it, that goes to the launcher, or where the page has hidden that, to whatever had
 * it before. A visitor who is typing elsewhere is left alone.
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
