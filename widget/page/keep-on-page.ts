/**
 * Keeps an element on the page, next to the body. It stays there when a page that navigates without loading replaces the body
 * or its content. A page may also remove elements it does not know (React, when it renders `<html>`), or replace the
 * whole document. Returns a function that removes the element.
 */
import { ofPage } from './host-page.ts'

/** A limit for pages that remove it each time it is added. Without it they would do nothing else. */
const REST_MS = 1000

export function keepOnPage(element: HTMLElement): () => void {
  let rest: ReturnType<typeof setTimeout> | undefined
  const put = () => ofPage('documentElement')?.append(element)
  const watch = () => {
    observer.observe(document, { childList: true })
    // There may be another one by now, or none for a moment.
    const root: Element | null = ofPage('documentElement')
    if (root) observer.observe(root, { childList: true })
  }
  const observer = new MutationObserver(() => {
    watch()
    if (element.isConnected || rest) return
    put()
    rest = setTimeout(() => {
      rest = undefined
      if (!element.isConnected) put()
    }, REST_MS)
  })
  put()
  watch()
  // While the page is parsed, the body is added after it. The chat should be last in the tab order.
  if (!ofPage('body')) addEventListener('load', () => element.isConnected && put())
  return () => {
    observer.disconnect()
    clearTimeout(rest)
    element.remove()
  }
}
