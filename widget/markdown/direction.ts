import type { BlockView } from './block-view.ts'

/** From so many children on, `dir=auto` costs more with every word: Chromium looks at all of them again. */
const LONG = 60

/** How many parts it has that may grow: those of its last part count too, and those of the last part of that. */
function partsOf({ children, nodes }: BlockView): number {
  const last = children.at(-1)
  return children.length + nodes.length + (last ? partsOf(last) : 0)
}

/** A block runs as its first letter does. While a long one grows, its direction is fixed. */
export function direct(shown: BlockView, isFirm: boolean): void {
  const { element } = shown
  const isFixed = !isFirm && partsOf(shown) > LONG
  // Much may come at once.
  element.dir ||= 'auto'
  // Said once more, it would be found out once more.
  if ((element.dir === 'auto') === isFixed) element.dir = isFixed ? getComputedStyle(element).direction : 'auto'
}

/** Does what changes many blocks. With every node that comes, Chromium would look for their directions again. */
export function undirected(root: Element, work: () => void): void {
  const turned = root.querySelectorAll<HTMLElement>('[dir=auto]')
  for (const element of turned) element.dir = ''
  work()
  for (const element of turned) element.dir = 'auto'
}
