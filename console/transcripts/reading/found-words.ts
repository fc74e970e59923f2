/** Marks words without changing the elements around them: an answer's elements belong to the widget. */
import { placesOf } from './found-places.ts'

/** `::highlight(found)` in the style sheet. */
const NAME = 'found'

/**
 * Marks them in the element's content, now and later, and scrolls the first one into view. A browser without the CSS
 * Custom Highlight API shows no marks.
 *
 * @returns a function that removes the marks.
 */
export function markWords(root: Element, words: string): () => void {
  if (!words.trim() || !('highlights' in CSS)) return () => {}
  let hasShown = false
  let marks: Highlight | undefined
  const mark = () => {
    const ranges = rangesIn(root, words)
    marks = new Highlight(...ranges)
    CSS.highlights.set(NAME, marks)
    const [first] = ranges
    if (!first || hasShown) return
    hasShown = true
    first.startContainer.parentElement?.scrollIntoView({ block: 'center' })
  }
  const watching = new MutationObserver(mark)
  watching.observe(root, { childList: true, subtree: true, characterData: true })
  mark()
  return () => {
    watching.disconnect()
    // The marks of another view may have replaced them.
    if (CSS.highlights.get(NAME) === marks) CSS.highlights.delete(NAME)
  }
}

function rangesIn(root: Element, words: string): Range[] {
  const ranges: Range[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const [from, to] of placesOf(node.textContent ?? '', words)) {
      const range = new Range()
      range.setStart(node, from)
      range.setEnd(node, to)
      ranges.push(range)
    }
  }
  return ranges
}
