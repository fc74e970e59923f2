/**
 * Keeps an element on the page, beside the body: there it stays when a page that navigates without loading replaces the body
 * or what is in it. A page may also take away what it does not know (React, when it renders `<html>` itself), or replace the
 * whole document. Returns how to take the element away.
 */
import { ofPage } from './host-page.ts'

/** A page that takes it away each time it comes would otherwise do nothing else. */
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
  // The body of a page that is still being read comes behind it; whoever tabs through the page is to find the chat last.
  if (!ofPage('body')) addEventListener('load', () => element.isConnected && put())
  return () => {
    observer.disconnect()
    clearTimeout(rest)
    element.remove()
  }
}
