import type { ReadonlySignal } from '@preact/signals-core'

/** When the panel closes, the focus goes to the launcher, or where the page has hidden that, to whatever had it before. */
export function giveFocusBack(isOpen: ReadonlySignal<boolean>, launcher: HTMLElement | null): () => void {
  let before: Element | null = null
  let wasOpen = false
  return isOpen.subscribe((open) => {
    if (open) before = document.activeElement
    else if (wasOpen) {
      const back = launcher && !launcher.hidden ? launcher : before
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    }
    wasOpen = open
  })
}
