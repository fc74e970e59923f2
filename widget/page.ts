import { PAGE_SELECTION_CHARACTERS, type PageContext } from '../protocol/wire.ts'

interface Place {
  host: Element
  /** What was selected before anybody looked. */
  selected: string
}

/**
 * Tells what page this is and what is selected on it, whenever that changes. What is selected in the chat itself does not
 * count, and neither does that a field of the chat takes the page's selection away.
 */
export function watchPage({ host, selected: before }: Place, seen: (page: PageContext) => void): () => void {
  let selection = before.trim().slice(0, PAGE_SELECTION_CHARACTERS)
  let last = ''
  const look = () => {
    const selected = getSelection()
    const isOurs = document.activeElement === host || selected?.anchorNode === host
    if (!isOurs) selection = selected?.toString().trim().slice(0, PAGE_SELECTION_CHARACTERS) ?? ''
    const page = { title: document.title, url: location.origin + location.pathname, selection }
    // What the visitor has left out stays out until there is something else.
    const now = JSON.stringify(page)
    if (now !== last) seen(page)
    last = now
  }
  look()
  const life = new AbortController()
  document.addEventListener('selectionchange', look, { signal: life.signal })
  // Nothing tells of a page that has navigated without loading: whoever comes to ask has it looked at again.
  for (const sign of ['focusin', 'pointerdown', 'keydown'])
    host.addEventListener(sign, look, { signal: life.signal, capture: true })
  return () => life.abort()
}
