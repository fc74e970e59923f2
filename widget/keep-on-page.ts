/**
 * Keeps the host on the page, beside the body: there it stays when a page that navigates without loading replaces the body
 * or what is in it. Returns how to take it away.
 */
import { ofPage } from './host-page.ts'

export function keepOnPage(host: HTMLElement): () => void {
  const keep = () => ofPage('documentElement').append(host)
  keep()
  const observer = new MutationObserver(keep)
  observer.observe(document, { childList: true })
  // The body of a page that is still being read comes behind it; whoever tabs through the page is to find the chat last.
  if (!ofPage('body')) addEventListener('load', () => host.isConnected && keep())
  return () => {
    observer.disconnect()
    host.remove()
  }
}
