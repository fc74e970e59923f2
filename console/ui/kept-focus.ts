/** Keeps the focus if its element leaves the page: a button that was pressed, or a row of a list that is loaded again. */

/**
 * A browser then gives the focus to nothing, and a person who uses a keyboard has to start at the top of the page. An element
 * that was only moved gets the focus back. Otherwise the dialog around it gets it, or the place itself.
 *
 * @param place can have the focus (`tabIndex`).
 * @returns a function that ends this.
 */
export function keepFocusIn(place: HTMLElement): () => void {
  /** What had the focus last, and after it the dialog around it and the place. */
  let holders: HTMLElement[] = []
  const remember = ({ target }: Event) => {
    if (!(target instanceof HTMLElement)) return
    const dialog = target.closest('dialog')
    holders = [target, ...(dialog ? [dialog] : []), place]
  }
  const giveBack = (changes: MutationRecord[]) => {
    const [last] = holders
    if (!last || document.activeElement !== document.body) return
    const isTaken = changes.some(({ removedNodes }) => Array.from(removedNodes).some((node) => node.contains(last)))
    if (isTaken) holders.find(({ isConnected }) => isConnected)?.focus({ preventScroll: true })
  }
  const watching = new MutationObserver(giveBack)
  watching.observe(place, { childList: true, subtree: true })
  place.addEventListener('focusin', remember)
  return () => {
    place.removeEventListener('focusin', remember)
    watching.disconnect()
  }
}

/**
 * For code that moves the focus when an answer has come. A person who has moved it in the meantime is left alone.
 *
 * @returns a function that says whether the focus is still where it is now, or was lost with the element that had it.
 */
export function followingFocus(): () => boolean {
  const before = document.activeElement
  return () => document.activeElement === before || document.activeElement?.matches('body, main') === true
}
