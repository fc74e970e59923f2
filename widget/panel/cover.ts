import { ofPage, ofWindow } from '../page/host-page.ts'

declare global {
  interface Window {
    /** Only in Chromium: Android’s Back, or Escape, asks to close. */
    CloseWatcher?: new () => EventTarget & { destroy(): void }
  }
}

interface Cover {
  readonly isOpen: { subscribe(tell: (isOpen: boolean) => void): () => void }
  close(): void
}

/**
 * While the panel covers the page (on a phone, or with the position `full`), the page behind it is inert: for the focus,
 * screen readers, wheel and touch. It keeps its scroll position, and Android's Back closes the panel. Everything is restored
 * when the panel closes or no longer covers the page.
 *
 * @param stage contains the panel.
 */
export function coverPage(host: HTMLElement, stage: HTMLElement, { isOpen, close }: Cover): () => void {
  let uncover: (() => void) | undefined
  const panel = stage.firstElementChild
  if (!(panel instanceof HTMLElement)) return () => {}

  const look = () => {
    const covers = panel.offsetWidth > 0 && panel.offsetWidth >= ofPage('documentElement').clientWidth
    if (covers) uncover ??= cover(host, panel, close)
    else end()
  }
  const end = () => {
    uncover?.()
    uncover = undefined
  }
  const observer = new ResizeObserver(look)
  observer.observe(panel)
  // At once: the focus goes back to the page now.
  const stop = isOpen.subscribe((open) => open || end())
  return () => {
    observer.disconnect()
    stop()
    end()
  }
}

function cover(host: HTMLElement, panel: HTMLElement, close: () => void): () => void {
  const root = ofPage('documentElement')
  const [left, top] = [scrollX, scrollY]
  const [overflow, priority] = [root.style.overflow, root.style.getPropertyPriority('overflow')]
  const hidden = new Set<HTMLElement>()
  /** The chat's live regions stay active. */
  const isLeft = (element: HTMLElement) =>
    element === host || element.inert || element.ariaLive || element === ofPage('head')
  const hide = () => {
    for (const element of root.children)
      if (element instanceof HTMLElement && !isLeft(element)) {
        element.inert = true
        hidden.add(element)
      }
  }
  hide()
  // A page that navigates without loading adds another body.
  const observer = new MutationObserver(hide)
  observer.observe(root, { childList: true })
  root.style.setProperty('overflow', 'hidden', 'important')
  panel.ariaModal = 'true'
  const Watcher = ofWindow('CloseWatcher')
  const watcher = Watcher && new Watcher()
  watcher?.addEventListener('close', close)

  return () => {
    observer.disconnect()
    for (const element of hidden) element.inert = false
    root.style.setProperty('overflow', overflow, priority)
    panel.ariaModal = null
    watcher?.destroy()
    // A phone that made room for the keyboard may have scrolled it.
    if (scrollX !== left || scrollY !== top) scrollTo({ left, top, behavior: 'instant' })
  }
}
